using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Scores;

/// <summary>Why scores are missing, a line for each summary that lacks some.</summary>
internal static class UnscoredLines
{
    public static void Write(IAnsiConsole console, IEnumerable<ScoreSummary> summaries)
    {
        var unscored = summaries.Where(summary => summary.Unscored.Count > 0).ToList();
        if (unscored.Count > 0) console.WriteLine("Unscored:");
        foreach (var summary in unscored)
            console.WriteLine($"  {summary.Candidate}, {summary.Benchmark}, {summary.Metric}: {string.Join(", ", summary.Unscored.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Count} {reason.Reason}")))}");
    }
}
