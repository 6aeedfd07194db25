namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>One way to compute figures from the published data.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">One for each figure; null where undefined.</param>
/// <param name="Wins">The convention of wins; empty where there is none.</param>
/// <param name="Set">The set of benchmarks; empty where there is none.</param>
internal sealed record Reading(string Name, IReadOnlyList<double?> Values, string Wins = "", string Set = "");
