namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Gold answers that one reason leaves without a value.</summary>
internal sealed record UnscoredGold(string Reason, int Count, IReadOnlyList<string> Ids);
