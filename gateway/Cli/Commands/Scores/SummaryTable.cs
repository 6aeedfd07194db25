using System.Globalization;
using MedHelm.Cli.Standings;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Scores;

/// <summary>Summaries of scores as a table; where it is too wide, as lines.</summary>
internal sealed class SummaryTable(IAnsiConsole console)
{
    private const string AddedMark = "+";

    public void Draw(string run, SummariseScoresResponse reply)
    {
        if (reply.Summaries.Count == 0)
        {
            console.WriteLine($"{run} has no such scores.");
            return;
        }
        Write(reply.Summaries);
        UnscoredLines.Write(console, reply.Summaries);
        if (reply.Summaries.Any(summary => !summary.OfRun)) console.WriteLine($"{AddedMark} added by a re-scoring; no leaderboard rests on it.");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Intervals: {reply.Resampling.Level:0.##%} bootstrap over instances or their clusters, {reply.Resampling.Resamples:N0} resamples, seed {reply.Resampling.Seed}. Leaderboards draw resamples of their own, so their ends can differ a little."));
    }

    private void Write(IReadOnlyList<ScoreSummary> summaries)
    {
        var counted = summaries.Any(summary => summary.Micro is not null);
        string[] micro = counted ? ["Precision", "Recall", "F1"] : [];
        var table = Listing.Table(["Benchmark", "Metric", "Model", "Mean", "Interval", "Scored", .. micro]);
        table.Columns[^1].NoWrap = true;
        foreach (var summary in summaries)
            table.Row([summary.Benchmark, Name(summary), summary.Candidate, Mean(summary.Mean), Interval(summary.Mean), Scored(summary), .. counted ? Micro(summary.Micro) : []]);
        if (console.Fits(table))
        {
            console.Write(table);
            if (counted) console.WriteLine("Precision, recall and F1 count the decisions of all instances together.");
            return;
        }
        foreach (var summary in summaries)
        {
            var together = summary.Micro is { } decisions && Micro(decisions) is [var precision, var recall, var f1] ? $", all instances together: precision {precision}, recall {recall}, F1 {f1}" : "";
            console.WriteLine($"{summary.Benchmark}, {Name(summary)}, {summary.Candidate}: {Mean(summary.Mean)} {Interval(summary.Mean)} ({Scored(summary)}){together}".Replace("  ", " ", StringComparison.Ordinal));
        }
    }

    private static string Name(ScoreSummary summary) => summary.OfRun ? summary.Metric : $"{summary.Metric} {AddedMark}";

    private static string Mean(Estimate mean) => mean.HasValue ? CellText.Share(mean.Value) : CellText.Absent;

    private static string Interval(Estimate mean) => mean is { HasLow: true, HasHigh: true } ? $"[{CellText.Share(mean.Low)}, {CellText.Share(mean.High)}]" : "";

    private static string Scored(ScoreSummary summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Scored}/{summary.Planned}");

    private static string[] Micro(MicroAgreement? micro) => micro is null
        ? ["", "", ""]
        : [Share(micro.HasPrecision, micro.Precision), Share(micro.HasRecall, micro.Recall), Share(micro.HasF1, micro.F1)];

    private static string Share(bool has, double value) => has ? CellText.Share(value) : CellText.Absent;
}
