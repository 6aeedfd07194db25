using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Reporting.Comparisons;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

public sealed class ComparisonTests
{
    [Fact]
    public void Two_equal_runs_have_no_difference_and_every_cell_beside_its_like()
    {
        var comparison = RunComparison.Of((Plan(), Board(0.5)), (Plan(), Board(0.75)), []);

        Assert.Empty(comparison.Differences);
        var cell = Assert.Single(comparison.Cells);
        Assert.Equal(("a", "closed", 0.5, 0.75), (cell.Model, cell.Benchmark, cell.First, cell.Second));
    }

    [Fact]
    public void Everything_that_decides_scores_and_differs_is_named_with_both_values()
    {
        var other = Plan();
        other.Protocol = "medhelm";
        other.Benchmarks[0].DatasetSha256 = "other";
        other.Benchmarks.Add(new PlannedBenchmark { Benchmark = "extra", Metrics = { "exact_match" } });

        var comparison = RunComparison.Of((Plan(), Board(0.5)), (other, Board(0.5)), []);

        Assert.Equal(
            [("", "protocol", "corrected", "medhelm"), ("closed", "dataset_sha256", "data", "other")],
            comparison.Differences.Select(d => (d.Benchmark, d.What, d.First, d.Second)));
        Assert.Equal(["extra"], comparison.OnlyInOne);
    }

    private static RunPlan Plan() => new()
    {
        Protocol = "corrected",
        Benchmarks = { new PlannedBenchmark { Benchmark = "closed", DatasetSha256 = "data", Metrics = { "exact_match" }, Parameters = new() } },
    };

    private static Leaderboard Board(double score) => new()
    {
        Columns = { new LeaderboardColumn { Benchmark = "closed", Metric = "exact_match" } },
        Rows = { new LeaderboardRow { Model = "a", Cells = { new LeaderboardCell { Benchmark = "closed", Score = score, Coverage = new() } } } },
    };
}
