using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

/// <summary>Standings where models lack values, benchmarks or directions in common, and where equal scores differ in their last digit.</summary>
public sealed class StandingsWithGapsTests
{
    private static readonly ResamplingSettings Settings = ResamplingSettings.Default with { Resamples = 1000 };

    [Theory]
    [InlineData(MissingCells.Skipped)]
    [InlineData(MissingCells.Worst)]
    public void A_finding_never_names_the_model_that_lost_on_the_benchmarks_both_have(MissingCells rule)
    {
        // On the common benchmark y is far ahead; x has an easy benchmark to itself, or y lacks one.
        var common = Tables.Column("common", ("x", Ones(20, 60)), ("y", Ones(35, 60)));
        var alone = Tables.Column("alone", ("x", Ones(60, 60)), ("z", Ones(30, 60)));
        var table = Tables.Of(common, alone);
        table.Conventions = new() { MissingCells = rule };

        var standings = Estimate(new() { Table = table });

        var pair = standings.Pairs.Single(p => (p.First, p.Second) == ("x", "y"));
        Assert.True(pair.Difference.Value > 0);
        Assert.True(pair.P < 0.01);
        Assert.Equal(Finding.Inconclusive, pair.Finding);
        Assert.All(standings.WinRatePairs, p => Assert.False(p.Difference.Value > 0 && p.Finding == Finding.SecondBetter || p.Difference.Value < 0 && p.Finding == Finding.FirstBetter));
    }

    [Fact]
    public void Where_lower_is_better_macro_averages_rank_as_win_rates_do()
    {
        var column = Tables.Random(3, 2, 1, 150, m => m == 0 ? 0.3 : 0.7).Columns[0];
        column.Direction = Direction.LowerIsBetter;

        var standings = Estimate(new() { Table = Tables.Of(column) });

        var (macro, wins) = (Assert.Single(standings.Pairs), Assert.Single(standings.WinRatePairs));
        Assert.Equal((Finding.FirstBetter, 1.0), (macro.Finding, wins.Difference.Value));
        Assert.True(macro.Difference.Value > 0 && standings.Models[0].MacroAverage.Value > standings.Models[1].MacroAverage.Value);
        Assert.Equal(macro.Difference.Value, -standings.BenchmarkPairs[0].Difference.Value, 1e-12);
    }

    [Fact]
    public void With_gaps_the_interval_of_a_pair_is_that_of_the_instances_both_have()
    {
        // y lacks the half on which x is always right; on the other half they are alike but for two answers.
        double[] first = [.. Enumerable.Range(0, 80).Select(i => i < 40 ? 1.0 : i % 2)];
        double[] second = [.. Enumerable.Range(40, 40).Select(i => i is 41 or 43 ? 0.0 : i % 2)];
        var column = Tables.Column("b", ("x", first), ("y", second));
        column.Instances = 80;
        column.Models[1].Positions.Add(Enumerable.Range(40, 40));

        var difference = Assert.Single(Estimate(new() { Table = Tables.Of(column) }).BenchmarkPairs).Difference;

        Assert.Equal(0.05, difference.Value, 1e-12);
        // Two of forty differ, in one direction.
        Assert.Equal((0.0, 40), (difference.Low, difference.Units));
        Assert.InRange(difference.High, 0.1, 0.16);
    }

    [Fact]
    public void Models_without_positions_keep_their_own_sub_runs()
    {
        var column = Tables.Column("b", ("x", [.. Ones(30, 30), .. Ones(0, 30)]), ("y", Ones(5, 20)));
        column.Models[0].Subsets.Add([.. Enumerable.Repeat("easy", 30), .. Enumerable.Repeat("hard", 30)]);
        column.Models[1].Subsets.Add([.. Enumerable.Repeat("hard", 20)]);

        var cell = Estimate(new() { Table = Tables.Of(column) }).Cells.Single(c => c.Model == "x").Mean;

        // Each sub-run of x is constant, so nothing varies when instances are drawn inside sub-runs.
        Assert.Equal((0.5, 0.5, 0.5), (cell.Value, cell.Low, cell.High));
    }

    [Fact]
    public void Scores_that_differ_in_their_last_digit_only_show_no_difference()
    {
        double[] sums = [.. Enumerable.Repeat(0.1 + 0.2, 30)];
        double[] plain = [.. Enumerable.Repeat(0.3, 30)];
        var table = Tables.Of(Tables.Column("a", ("x", sums), ("y", plain), ("z", Ones(0, 30))), Tables.Column("b", ("x", sums), ("y", plain), ("z", Ones(0, 30))));

        var standings = Estimate(new() { Table = table });

        foreach (var pair in standings.Pairs.Concat(standings.WinRatePairs).Concat(standings.BenchmarkPairs).Where(p => (p.First, p.Second) == ("x", "y")))
            Assert.Equal((1.0, Finding.Inconclusive), (pair.P, pair.Finding));
        Assert.Equal([0.75, 0.75, 0.0], standings.Aggregates.Models.Select(m => m.WinRate));
        Assert.Equal([1, 1, 3], standings.Models.Select(m => m.Rank));
    }

    [Fact]
    public void An_exchange_that_makes_two_models_equal_is_a_tie_of_win_rates()
    {
        // Six of 24 answers differ, evenly: 20 of 64 exchanges leave both at the same mean, and a tie is not as extreme as a win.
        double[] one = [.. Ones(5, 6), .. Ones(7, 18)];
        double[] other = [.. Ones(0, 5), 1, .. Ones(7, 18)];
        var table = Tables.Of(Tables.Column("b", ("x", one), ("y", other)));

        var p = Assert.Single(Estimate(new() { Table = table }).WinRatePairs).P;

        Assert.Equal(44.0 / 64, p, 0.05);
    }

    private static double[] Ones(int ones, int of) => [.. Enumerable.Range(0, of).Select(i => i < ones ? 1.0 : 0)];

    private static EstimateStandingsResponse Estimate(EstimateStandingsRequest request) => StandingsEstimator.Estimate(request, Settings, new ParallelWork(2, default));
}
