using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Standings;

/// <summary>What a benchmark is called, with the metric under it and the word "sample" where its scores say nothing about models.</summary>
internal static class ColumnName
{
    public static string Plain(LeaderboardColumn column) => column.DisplayName.Length > 0 ? column.DisplayName : column.Benchmark;

    public static bool AllSamples(Leaderboard board) => board.Columns.Count > 0 && board.Columns.All(c => c.Data == DatasetChoice.Sample);

    public static string Heading(Leaderboard board, LeaderboardColumn column, int width) =>
        $"{NarrowText.Wrap(Plain(column), width)}\n{NarrowText.Wrap(Detail(board, column), width)}";

    public static string Line(Leaderboard board, LeaderboardColumn column, int width) =>
        NarrowText.Wrap($"{Plain(column)} ({Detail(board, column)})", width);

    private static string Detail(Leaderboard board, LeaderboardColumn column)
    {
        var metric = column.MetricDisplayName.Length > 0 ? column.MetricDisplayName : column.Metric;
        // Where all are samples the heading of the leaderboard says so.
        return column.Data == DatasetChoice.Sample && !AllSamples(board) ? $"{metric}, sample" : metric;
    }
}
