using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

/// <summary>Two benchmarks of different range whose eight clusters cross two sub-runs, small enough to try all 65,536 exchanges; that was done with numpy.</summary>
public sealed class StandingsByEnumerationTests
{
    private static readonly EstimateStandingsResponse Standings = StandingsEstimator.Estimate(
        new() { Table = Tables.Of(Column(0, 1), Column(1, 5)) }, ResamplingSettings.Default, new ParallelWork(2, default));

    [Theory]
    [InlineData("m0", "m1", -0.019166666666666676, 0.783447265625, 0.17001844900864663)]
    [InlineData("m0", "m2", 0.09916666666666665, 0.20159912109375, 0.2103589340518236)]
    [InlineData("m1", "m2", 0.11833333333333333, 0.1231689453125, 0.1859001325251)]
    public void Over_all_benchmarks_by_macro_average(string first, string second, double difference, double p, double detectable)
    {
        var pair = Standings.Pairs.Single(c => (c.First, c.Second) == (first, second));

        Assert.Equal(difference, pair.Difference.Value, 1e-12);
        Assert.Equal(p, pair.P, 0.02);
        Assert.Equal(detectable, pair.MinimalDetectable, 1e-6);
        Assert.Equal(16, pair.Pairs);
    }

    [Theory]
    [InlineData("m0", "m1", 0, 1)]
    [InlineData("m0", "m2", 0.75, 0.393310546875)]
    [InlineData("m1", "m2", 0.75, 0.328125)]
    public void Over_all_benchmarks_by_win_rate(string first, string second, double difference, double p)
    {
        var pair = Standings.WinRatePairs.Single(c => (c.First, c.Second) == (first, second));

        Assert.Equal(difference, pair.Difference.Value, 1e-12);
        Assert.Equal(p, pair.P, 0.02);
    }

    [Theory]
    [InlineData("b0", "m0", "m1", 0.058333333333333334, 0.515625, 0.22853922139834854)]
    [InlineData("b1", "m0", "m2", 0.225, 0.71875, 1.6970255310920461)]
    [InlineData("b0", "m1", "m2", 0.095, 0.2890625, 0.23329821219645255)]
    [InlineData("b1", "m0", "m1", -0.48333333333333334, 0.390625, 1.2589173552686024)]
    public void On_one_benchmark(string benchmark, string first, string second, double difference, double p, double detectable)
    {
        var pair = Standings.BenchmarkPairs.Single(c => (c.Name, c.First, c.Second) == (benchmark, first, second));

        Assert.Equal(difference, pair.Difference.Value, 1e-12);
        Assert.Equal(p, pair.P, 0.02);
        Assert.Equal(detectable, pair.MinimalDetectable, 1e-6);
    }

    [Fact]
    public void The_bootstrap_test_counts_resamples_as_far_away_as_nothing_on_both_sides()
    {
        // Of 10 differences 3 are 0.1: 6 or more, or none, of 10 drawn with a share of 0.3 lie that far from 3.
        double[] first = [0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3];
        var posted = new PairedScores { First = { first }, Second = { Enumerable.Repeat(0.3, 10) } };
        var p = MedHelm.Scoring.Statistics.Comparison.PairedTests.Compare(posted, PairedTest.Bootstrap, 0, ResamplingSettings.Default, new ParallelWork(2, default)).P;

        Assert.Equal(0.0755968, p, 0.01);
    }

    [Fact]
    public void A_p_by_resampling_is_never_nought() => Assert.Equal(0.01, new FlipTallies([1], [0]).P(0, 99), 1e-15);

    private static AggregateColumn Column(int c, double scale)
    {
        var column = Tables.Column($"b{c}", [.. Enumerable.Range(0, 3).Select(m => ($"m{m}", Enumerable.Range(0, 16).Select(i => (i * i * 7 + m * (5 + c) + c * 3 + i * m * 3) % 11 / 10.0 * scale).ToArray()))]);
        column.RangeMax = scale;
        column.Clusters.Add(Enumerable.Range(0, 16).Select(i => $"patient {i / 2}"));
        foreach (var model in column.Models) model.Subsets.Add(Enumerable.Range(0, 16).Select(i => i % 8 < 3 ? "a" : "b"));
        return column;
    }
}
