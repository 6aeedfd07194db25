using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Tests.Unit.Cli;

/// <summary>Leaderboards to show.</summary>
internal static class Boards
{
    public static Leaderboard Of(int models, int benchmarks)
    {
        var board = new Leaderboard { Run = "runs/quick-1", Suite = "quickstart", Final = true, PlanDigest = new string('a', 64), Coverage = new(), Cost = new() };
        for (var b = 0; b < benchmarks; b++)
            board.Columns.Add(Column($"bench_{b}", $"Category {b * 5 / benchmarks}"));
        for (var m = 0; m < models; m++)
        {
            var row = new LeaderboardRow { Model = $"provider/model-{m}", DisplayName = $"A rather long model name {m}", WinRate = 0.5, MacroAverage = 0.6, MacroSd = 0.1, Coverage = new() { Planned = 24, Scored = 24 } };
            row.Cells.AddRange(board.Columns.Select(c => Cell(c.Benchmark, 0.41666)));
            board.Rows.Add(row);
        }
        return board;
    }

    public static LeaderboardColumn Column(string id, string category, double min = 0, double max = 1) =>
        new() { Benchmark = id, DisplayName = id, Category = category, Metric = "exact_match", RangeMin = min, RangeMax = max, Data = DatasetChoice.Full, Instances = 24 };

    public static LeaderboardCell Cell(string benchmark, double score) =>
        new() { Benchmark = benchmark, Score = score, Floor = score, Coverage = new() { Planned = 24, Answered = 24, Scored = 24 } };

    public static void Fail(LeaderboardCell cell, int count, string reason)
    {
        cell.Coverage.Scored -= count;
        cell.Coverage.Incomplete = true;
        cell.Coverage.Unscored.Add(new UnscoredCount { Reason = reason, Count = count });
    }
}
