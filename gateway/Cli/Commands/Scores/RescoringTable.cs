using System.Globalization;
using MedHelm.Cli.Standings;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Scores;

/// <summary>New means beside those of the run's main metric, as a table; where it is too wide, as lines.</summary>
internal sealed class RescoringTable(IAnsiConsole console)
{
    public void Draw(IReadOnlyList<RescoreRunResponse> parts)
    {
        var table = Listing.Table("Benchmark", "Model", "Main metric", "Mean", "Metric", "Mean", "Scored", "Changed", "Missing");
        table.Columns[^1].NoWrap = true;
        foreach (var part in parts)
        {
            table.Row(
                part.Summary.Benchmark, part.Summary.Candidate, part.MainMetric, MainMean(part), part.Summary.Metric, New(part), Scored(part), Count(part.Changed), Count(part.Missing));
        }
        if (console.Fits(table))
        {
            console.Write(table);
            return;
        }
        foreach (var part in parts)
        {
            console.WriteLine(
                $"{part.Summary.Benchmark}, {part.Summary.Candidate}: {part.MainMetric} {MainMean(part)}, {part.Summary.Metric} {New(part)} ({Scored(part)} scored, {Count(part.Changed)} changed, {Count(part.Missing)} missing)");
        }
    }

    private static string MainMean(RescoreRunResponse part) => part.HasMainMean ? CellText.Share(part.MainMean) : CellText.Absent;

    private static string New(RescoreRunResponse part) => part.Summary.Mean.HasValue ? CellText.Share(part.Summary.Mean.Value) : CellText.Absent;

    private static string Scored(RescoreRunResponse part) => string.Create(CultureInfo.InvariantCulture, $"{part.Summary.Scored}/{part.Summary.Planned}");

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
