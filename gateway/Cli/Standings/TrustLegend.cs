using System.Globalization;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Standings;

/// <summary>Says how far the jury scores of a leaderboard can be trusted: what its marks mean, one line for each certified column, and scores anchored by clinicians.</summary>
internal static class TrustLegend
{
    public static IEnumerable<string> Lines(Leaderboard board)
    {
        if (board.Rows.SelectMany(row => row.Cells).Any(cell => cell.Uncertified))
            yield return $"{CellText.UncertifiedMark} uncertified: nobody has shown how far to trust this jury score; 'medhelm certificate {board.Run[(board.Run.IndexOf('/', StringComparison.Ordinal) + 1)..]}' says what is missing";
        foreach (var column in board.Columns.Where(column => column.Trust is { Certified: true }))
            yield return $"Certified jury, {ColumnName.Plain(column)}: {Facts(column.Trust)}";
        foreach (var (row, cell, column) in Anchored(board))
            yield return $"Anchored by clinicians, {ModelName.Plain(row)}, {ColumnName.Plain(column)}: {CellText.Score(cell.Anchored.Value, column)}{Interval(cell.Anchored)}, the jury says {CellText.Score(cell.Score, column)}";
    }

    private static string Facts(TrustMark trust) => string.Join("; ", new[]
    {
        Figure("agrees with clinicians ICC(3,k)", trust.Icc),
        string.Create(CultureInfo.InvariantCulture, $"on {trust.Labelled} answers"),
        Figure("clinicians among themselves", trust.Ceiling),
        Figure("alpha", trust.Alpha),
        Figure("effective votes", trust.EffectiveVotes),
        trust.Biases.Count > 0 ? $"biases: {string.Join(", ", trust.Biases)}" : "",
        trust.Drifted.Count > 0 ? $"drifted: {string.Join(", ", trust.Drifted)}" : "",
    }.Where(fact => fact.Length > 0));

    private static IEnumerable<(LeaderboardRow Row, LeaderboardCell Cell, LeaderboardColumn Column)> Anchored(Leaderboard board) =>
        from row in board.Rows
        from pair in row.Cells.Zip(board.Columns)
        where pair.First.Anchored is { HasValue: true }
        select (row, pair.First, pair.Second);

    private static string Figure(string name, Estimate? estimate) => estimate is { HasValue: true } ? $"{name} {CellText.Share(estimate.Value)}{Interval(estimate)}" : "";

    private static string Interval(Estimate estimate) =>
        estimate is { HasLow: true, HasHigh: true } ? string.Create(CultureInfo.InvariantCulture, $" [{estimate.Low:0.00}, {estimate.High:0.00}]") : "";
}
