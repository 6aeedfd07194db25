using System.Globalization;
using System.Text;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Standings;

/// <summary>A leaderboard as CSV, one row for each model and benchmark, each jury score with what is known about trusting it.</summary>
internal static class LeaderboardCsv
{
    private static readonly string[] Columns =
    [
        "run", "model", "benchmark", "metric", "score", "low", "high", "scored", "planned", "abstentions",
        "trust", "missing", "icc", "icc_low", "icc_high", "labelled", "alpha", "effective_votes", "ceiling", "anchored", "anchored_low", "anchored_high",
    ];

    /// <summary>RFC 4180 with "\n" line ends. The column "trust" is certified, uncertified, or empty where no jury rates.</summary>
    public static string Format(Leaderboard board)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (var row in board.Rows)
            foreach (var (cell, column) in row.Cells.Zip(board.Columns)) text.AppendJoin(',', Fields(board, row, cell, column).Select(Quoted)).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Fields(Leaderboard board, LeaderboardRow row, LeaderboardCell cell, LeaderboardColumn column) =>
    [
        board.Run, row.Model, cell.Benchmark, column.Metric, cell.HasScore ? Number(cell.Score) : "", Low(cell.Interval), High(cell.Interval),
        Number(cell.Coverage?.Scored ?? 0), Number(cell.Coverage?.Planned ?? 0), Number(cell.Coverage?.Abstentions ?? 0),
        column.Trust is null ? "" : column.Trust.Certified ? "certified" : "uncertified", column.Trust?.Missing ?? "", Value(column.Trust?.Icc), Low(column.Trust?.Icc), High(column.Trust?.Icc),
        column.Trust is null ? "" : Number(column.Trust.Labelled), Value(column.Trust?.Alpha), Value(column.Trust?.EffectiveVotes), Value(column.Trust?.Ceiling),
        Value(cell.Anchored), Low(cell.Anchored), High(cell.Anchored),
    ];

    private static string Value(Estimate? estimate) => estimate is { HasValue: true } ? Number(estimate.Value) : "";

    private static string Low(Estimate? estimate) => estimate is { HasLow: true } ? Number(estimate.Low) : "";

    private static string High(Estimate? estimate) => estimate is { HasHigh: true } ? Number(estimate.High) : "";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
