using System.Globalization;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Standings;

/// <summary>Says why cells are incomplete: each on its own line while they are few, summed up a model when they are many.</summary>
internal static class CoverageLegend
{
    private const int MostCells = 12;

    public static IEnumerable<string> Lines(Leaderboard board)
    {
        var cells = Incomplete(board).ToList();
        if (cells.Count == 0)
            return [];
        var lines = cells.Count <= MostCells
            ? cells.Select(c => $"{ModelName.Plain(c.Row)}, {ColumnName.Plain(c.Column)}: {Missing([c.Cell.Coverage])}{Floor(c)}")
            : cells.GroupBy(c => c.Row).Select(g => $"{ModelName.Plain(g.Key)}, {g.Count()} of {board.Columns.Count} benchmarks: {Missing([.. g.Select(c => c.Cell.Coverage)])}");
        return lines.Prepend($"{CellText.IncompleteMark} incomplete: the mean rests on the scored instances only (scored/planned)");
    }

    private static IEnumerable<IncompleteCell> Incomplete(Leaderboard board) =>
        from row in board.Rows
        from pair in row.Cells.Zip(board.Columns)
        where pair.First.Coverage is { Incomplete: true }
        select new IncompleteCell(row, pair.Second, pair.First);

    private static string Missing(IReadOnlyCollection<Coverage> coverages)
    {
        var reasons = coverages
            .SelectMany(c => c.Unscored)
            .GroupBy(u => u.Reason, StringComparer.Ordinal)
            .Select(g => (Reason: g.Key, Count: g.Sum(u => u.Count)))
            .OrderByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal)
            .ToList();
        var missing = coverages.Sum(c => c.Planned - c.Scored);
        var undecided = missing - reasons.Sum(r => r.Count);
        if (undecided > 0)
            reasons.Add(("not decided yet", undecided));
        return string.Create(CultureInfo.InvariantCulture, $"{missing} without a score ({string.Join("; ", reasons.Select(r => $"{r.Count} {r.Reason}"))})");
    }

    private static string Floor(IncompleteCell cell) =>
        cell.Cell.HasFloor ? $", floor {CellText.Score(cell.Cell.Floor, cell.Column)}" : "";

    private sealed record IncompleteCell(LeaderboardRow Row, LeaderboardColumn Column, LeaderboardCell Cell);
}
