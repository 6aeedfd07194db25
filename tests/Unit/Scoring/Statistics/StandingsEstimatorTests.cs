using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

public sealed class StandingsEstimatorTests
{
    private static readonly ResamplingSettings Settings = ResamplingSettings.Default with { Resamples = 1000 };

    [Theory]
    [InlineData(Drawn.Instances)]
    [InlineData(Drawn.Benchmarks)]
    [InlineData(Drawn.Both)]
    public void The_same_seed_gives_the_same_numbers_on_any_number_of_threads(Drawn drawn)
    {
        var request = new EstimateStandingsRequest { Table = Tables.Random(1, 4, 7, 90, m => 0.4 + 0.05 * m), Drawn = drawn };

        var alone = Estimate(request, threads: 1);
        var many = Estimate(request, threads: 7);
        var otherSeed = StandingsEstimator.Estimate(request, Settings with { Seed = 1 }, new ParallelWork(2, default));

        Assert.Equal(alone, many);
        Assert.NotEqual(alone.Models, otherSeed.Models);
    }

    [Fact]
    public void A_model_far_ahead_ranks_first_for_certain_and_stands_alone_in_its_group()
    {
        var standings = Estimate(new() { Table = Tables.Random(2, 3, 5, 200, m => m == 0 ? 0.9 : 0.4) });

        var best = standings.Models[0];
        Assert.Equal(("m0", 1, 1, 1, 1.0, 1), (best.Model, best.Rank, best.RankLow, best.RankHigh, best.ProbabilityBest, best.TieGroup));
        Assert.All(standings.Models.Skip(1), m => Assert.Equal((2, 2, 3), (m.TieGroup, m.RankLow, m.RankHigh)));
        Assert.All(standings.Pairs.Where(p => p.First == "m0"), p => Assert.Equal(Finding.FirstBetter, p.Finding));
        Assert.All(standings.BenchmarkPairs, p => Assert.Equal(PairedTest.Mcnemar, p.Test));
        Assert.Equal((3, 3, 15), (standings.Pairs.Count, standings.WinRatePairs.Count, standings.BenchmarkPairs.Count));
    }

    [Fact]
    public void Models_with_the_same_scores_differ_in_nothing()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1.0 : 0)];
        var standings = Estimate(new() { Table = Tables.Of(Tables.Column("b", ("x", values), ("y", values), ("z", values))) });

        Assert.All(standings.Models, m => Assert.Equal((1, 1, 1, 1), (m.Rank, m.RankLow, m.RankHigh, m.TieGroup)));
        Assert.All(standings.Models, m => Assert.Equal(1.0 / 3, m.ProbabilityBest, 1e-12));
        Assert.All(standings.Pairs.Concat(standings.WinRatePairs).Concat(standings.BenchmarkPairs), p => Assert.Equal((1.0, 1.0, Finding.Inconclusive), (p.P, p.PHolm, p.Finding)));
        Assert.All(standings.BenchmarkPairs, p => Assert.Equal((0.0, 0.0, 0.0, 0), (p.Difference.Value, p.Difference.Low, p.Difference.High, p.Discordant)));
    }

    [Fact]
    public void Pairs_rest_on_the_instances_that_both_models_have()
    {
        var column = Tables.Column("b", ("x", [1, 1, 0, 1]), ("y", [0, 1, 0]));
        column.Instances = 4;
        column.Models[1].Positions.Add([0, 1, 3]);

        var pair = Assert.Single(Estimate(new() { Table = Tables.Of(column) }).BenchmarkPairs);

        // On instances 0, 1 and 3: 1-0, 1-1, 1-0.
        Assert.Equal((3, 2, 2.0 / 3), (pair.Pairs, pair.Discordant, pair.Difference.Value));
        Assert.Equal(0.5, pair.P, 1e-12);
        Assert.Equal(Finding.TooFew, pair.Finding);
    }

    [Fact]
    public void Values_without_positions_are_not_paired_and_the_remark_says_so()
    {
        var standings = Estimate(new() { Table = Tables.Of(Tables.Column("whole", ("x", [1, 0, 1]), ("y", [0, 1, 1])), Tables.Column("ragged", ("x", [1, 0, 1]), ("y", [0, 1]))) });

        Assert.Equal("whole", Assert.Single(standings.BenchmarkPairs).Name);
        Assert.Contains("ragged", Assert.Single(standings.Remarks));
        Assert.Equal(4, standings.Cells.Count(cell => cell.Mean.HasLow));
    }

    [Fact]
    public void With_sub_runs_of_unequal_size_the_difference_is_that_of_the_cells()
    {
        var column = Tables.Column("b", ("x", [1, 1, 0, 0, 1, 0]), ("y", [0, 1, 0, 0, 1, 1]));
        foreach (var model in column.Models) model.Subsets.Add(["a", "a", "b", "b", "b", "b"]);

        var standings = Estimate(new() { Table = Tables.Of(column) });

        double Mean(string model) => standings.Aggregates.Cells.Single(c => c.Model == model).Mean;
        var pair = Assert.Single(standings.BenchmarkPairs);
        Assert.Equal((Mean("x") - Mean("y"), PairedTest.Permutation), (pair.Difference.Value, pair.Test));
        // Sub-run a has half the weight with a third of the instances: (1+1)/2 less (0+1)/2, halved, and (1/4 - 2/4) halved.
        Assert.Equal(0.125, pair.Difference.Value, 1e-12);
    }

    [Fact]
    public void Whole_clusters_are_drawn_and_exchanged()
    {
        double[] x = [.. Enumerable.Range(0, 120).Select(i => i / 10 % 2 == 0 ? 1.0 : 0)];
        double[] y = [.. Enumerable.Range(0, 120).Select(i => i / 10 % 3 == 0 ? 1.0 : 0)];
        var single = Tables.Column("b", ("x", x), ("y", y));
        var clustered = single.Clone();
        clustered.Clusters.Add(Enumerable.Range(0, 120).Select(i => $"patient {i / 10}"));

        var (one, other) = (Estimate(new() { Table = Tables.Of(single) }), Estimate(new() { Table = Tables.Of(clustered) }));

        double Width(EstimateStandingsResponse standings) => standings.Cells[0].Mean.High - standings.Cells[0].Mean.Low;
        // Ten times the same answer is one answer: the interval is about the root of ten as wide.
        Assert.InRange(Width(other) / Width(one), 2.4, 4.0);
        Assert.Equal((120, 12), (one.Cells[0].Mean.Units, other.Cells[0].Mean.Units));
        Assert.Equal(one.BenchmarkPairs[0].Difference.Value, other.BenchmarkPairs[0].Difference.Value, 1e-12);
        Assert.Equal(PairedTest.Permutation, other.BenchmarkPairs[0].Test);
        Assert.True(other.BenchmarkPairs[0].P > one.BenchmarkPairs[0].P);
    }

    [Fact]
    public void Where_lower_is_better_the_lower_one_wins()
    {
        var column = Tables.Random(3, 2, 1, 150, m => m == 0 ? 0.3 : 0.7).Columns[0];
        column.Direction = Direction.LowerIsBetter;

        var standings = Estimate(new() { Table = Tables.Of(column) });

        Assert.Equal("m0", standings.Models[0].Model);
        Assert.Equal((Finding.FirstBetter, true), (standings.BenchmarkPairs[0].Finding, standings.BenchmarkPairs[0].Difference.Value < 0));
        Assert.Equal((1, 2), (standings.Models[0].Rank, standings.Models[1].Rank));
    }

    [Fact]
    public void A_table_of_single_values_is_resampled_by_benchmarks()
    {
        var columns = Enumerable.Range(0, 12).Select(b => Tables.Column($"b{b}", ("x", [0.6 + b / 100.0]), ("y", [0.5])));

        var standings = Estimate(new() { Table = Tables.Of([.. columns]) });

        Assert.Equal(Drawn.Benchmarks, standings.Drawn);
        Assert.Empty(standings.BenchmarkPairs);
        Assert.Equal((1.0, 1.0), (standings.Models[0].WinRate.Low, standings.Models[0].WinRate.High));
        // Of 4,096 ways to exchange twelve benchmarks two are as extreme.
        Assert.InRange(standings.Pairs[0].P, 1.0 / 1001, 6.0 / 1001);
        Assert.All(standings.Cells, cell => Assert.False(cell.Mean.HasLow));
    }

    [Fact]
    public void An_empty_table_and_a_table_without_scores_have_no_estimates()
    {
        Assert.Empty(Estimate(new() { Table = new() }).Models);
        var unscored = Estimate(new() { Table = Tables.Of(Tables.Column("b", ("x", []), ("y", []))) });

        Assert.All(unscored.Models, m => Assert.False(m.WinRate.HasValue || m.WinRate.HasLow));
        Assert.All(unscored.Pairs, p => Assert.Equal((false, Finding.TooFew), (p.HasP, p.Finding)));
        Assert.Empty(unscored.BenchmarkPairs);
    }

    [Fact]
    public void Bca_intervals_are_made_where_they_are_asked_for()
    {
        var request = new EstimateStandingsRequest { Table = Tables.Random(4, 2, 2, 40, _ => 0.85) };

        var standings = StandingsEstimator.Estimate(request, Settings with { Method = IntervalMethod.Bca }, new ParallelWork(2, default));

        Assert.All(standings.Cells, cell => Assert.Equal(IntervalMethod.Bca, cell.Mean.Method));
        Assert.NotEqual(Estimate(request).Cells[0].Mean.Low, standings.Cells[0].Mean.Low);
    }

    private static EstimateStandingsResponse Estimate(EstimateStandingsRequest request, int threads = 2) =>
        StandingsEstimator.Estimate(request, Settings, new ParallelWork(threads, default));
}
