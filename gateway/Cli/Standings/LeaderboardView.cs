using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using Spectre.Console;

namespace MedHelm.Cli.Standings;

/// <summary>Shows a leaderboard to people: who stands where, every score with what it rests on, why something is
/// missing, what it cost and what to know before using the numbers.</summary>
public sealed class LeaderboardView(IAnsiConsole console)
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Warning = new(Color.Yellow);

    public void Show(Leaderboard leaderboard)
    {
        ShowHeading(leaderboard);
        if (leaderboard.Rows.Count == 0 || leaderboard.Columns.Count == 0)
            Line("Nothing to show yet: no model has an answer.");
        else
            ShowTables(leaderboard);
        foreach (var line in CostSummary.Lines(leaderboard))
            Line(line);
        foreach (var notice in leaderboard.Notices)
            Line($"Note: {notice}", Warning);
    }

    private void ShowHeading(Leaderboard board)
    {
        Line($"Leaderboard of {board.Run}", Bold);
        var facts = new[] { ("suite", board.Suite), ("protocol", board.Protocol), ("plan", board.PlanDigest[..Math.Min(12, board.PlanDigest.Length)]) };
        Line(string.Join(", ", facts.Where(f => f.Item2.Length > 0).Select(f => $"{f.Item1} {f.Item2}")));
        if (ColumnName.AllSamples(board))
            Line("Data: the small samples that come with the benchmarks, whose scores say nothing about models", Warning);
        else if (board.Columns.Count(c => c.Data == DatasetChoice.Sample) is > 0 and var samples)
            Line(string.Create(CultureInfo.InvariantCulture, $"Data: {board.Columns.Count - samples} benchmarks on their full data, {samples} on small samples; win rate and macro-average mix them"), Warning);
        if (board.Final)
            return;
        var coverage = board.Coverage ?? new Coverage();
        var decided = coverage.Scored + coverage.Unscored.Sum(u => u.Count);
        Line(string.Create(CultureInfo.InvariantCulture, $"PROVISIONAL: {decided} of {coverage.Planned} instances decided, the numbers still move"), Warning);
    }

    private void ShowTables(Leaderboard board)
    {
        foreach (var table in new LeaderboardLayout(console).Arrange(board))
            console.Write(table);
        Line("Win rate: share of the other models beaten, a tie counting half, averaged over benchmarks. Macro: mean over benchmarks of scores rescaled to 0..1, and their spread, which is no uncertainty of the mean.");
        if (board.Rows.Any(row => row.Standing is not null))
            Line("Rank: by win rate, with its 95% interval had other instances of these benchmarks been asked; [ ] is the 95% interval of a score. Tie: of no model in a tie group is it shown that the best of the group is better. `medhelm stats run` compares all pairs.");
        var legend = CoverageLegend.Lines(board).ToList();
        foreach (var (index, line) in legend.Index())
        {
            if (index == 0)
                Line(line, Warning);
            else
                console.Write(new Padder(new Text(line), new Padding(2, 0, 0, 0)));
        }
        foreach (var line in TrustLegend.Lines(board))
            Line(line, line.StartsWith(CellText.UncertifiedMark, StringComparison.Ordinal) ? Warning : null);
        if (board.Coverage is { Abstentions: > 0 } coverage)
            Line(string.Create(CultureInfo.InvariantCulture, $"Juror calls without a valid verdict: {coverage.Abstentions}"));
        if (legend.Count > 0 || board.Coverage is { Abstentions: > 0 })
            console.WriteLine();
    }

    private void Line(string text, Style? style = null)
    {
        console.Write(new Text(text, style ?? Style.Plain));
        console.WriteLine();
    }
}
