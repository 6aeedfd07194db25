using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

public sealed class CellIntervalsTests
{
    private static readonly ResamplingSettings Settings = ResamplingSettings.Default with { Resamples = 2000, Seed = 7 };

    [Fact]
    public void A_cell_has_the_same_interval_alone_and_on_a_leaderboard()
    {
        var table = Tables.Random(5, 3, 4, 80, m => 0.4 + 0.1 * m);
        var board = StandingsEstimator.Estimate(new() { Table = table }, Settings, new ParallelWork(2, default));

        foreach (var column in table.Columns)
        {
            var alone = CellIntervals.OfColumn(Tables.Column(column.Benchmark, ("m1", [.. column.Models[1].Values])), Settings, new ParallelWork(1, default));
            Assert.Equal(board.Cells.Single(cell => cell.Benchmark == column.Benchmark && cell.Model == "m1").Mean, Assert.Single(alone));
        }
    }

    [Fact]
    public void The_quick_way_gives_about_what_the_general_bootstrap_gives()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => i % 7 / 6.0)];
        var general = Bootstrap.Percentile(Mean.Of(values), Bootstrap.Replicates(values.Length, Settings, 0, drawn => Mean.Of([.. drawn.Select(unit => values[unit])])), Settings, values.Length);

        var quick = Estimate(values);

        Assert.Equal(general.Value, quick.Value);
        Assert.Equal(general.Low, quick.Low, 0.01);
        Assert.Equal(general.High, quick.High, 0.01);
    }

    [Fact]
    public void Values_of_one_cluster_are_drawn_together()
    {
        // Ten patients, each of 1 or of 0 throughout: as if there were ten values, however many notes each has.
        double[] ten = [1, 0, 1, 1, 0, 0, 1, 0, 1, 1];
        double[] notes = [.. ten.SelectMany(value => Enumerable.Repeat(value, 20))];
        var (clustered, alone) = (Estimate(notes, clusters: [.. Enumerable.Range(0, 200).Select(i => $"p{i / 20}")]), Estimate(ten));

        Assert.Equal((alone.Value, alone.Low, alone.High, 10), (clustered.Value, clustered.Low, clustered.High, clustered.Units));
        var naive = Estimate(notes);
        Assert.True(naive.High - naive.Low < (clustered.High - clustered.Low) / 3);
    }

    [Fact]
    public void With_sub_runs_the_mean_is_that_of_their_means_and_each_is_drawn_in_itself()
    {
        // Sub-run a is 1 whatever is drawn, so a resample is one of three values.
        var estimate = Estimate([1, 1, 1, 1, 1, 1, 0, 1], ["a", "a", "a", "a", "a", "a", "b", "b"]);

        Assert.Equal((0.75, 0.5, 1.0), (estimate.Value, estimate.Low, estimate.High));
    }

    [Fact]
    public void A_cluster_in_several_sub_runs_is_drawn_with_all_of_them()
    {
        // Every patient is right in one sub-run and wrong in the other: drawn together, they cancel out.
        double[] values = [1, 0, 1, 0, 1, 0, 1, 0];
        string[] subsets = ["a", "b", "b", "a", "a", "b", "b", "a"];
        var together = Estimate(values, subsets, ["p", "p", "q", "q", "r", "r", "s", "s"]);

        Assert.Equal((0.5, 4), (together.Value, together.Units));
        var apart = Estimate(values, subsets);
        Assert.True(together.High - together.Low <= apart.High - apart.Low);
    }

    [Fact]
    public void The_order_of_the_values_changes_no_digit_of_the_mean_and_equal_values_have_a_point_for_an_interval()
    {
        double[] values = [.. Enumerable.Range(1, 50).Select(i => 1.0 / i)];
        string[] subsets = [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? "x" : "y")];
        Assert.Equal(Estimate(values, subsets).Value, Estimate([.. values.Reverse()], [.. subsets.Reverse()]).Value);
        var constant = Estimate([.. Enumerable.Repeat(0.1, 30)]);
        Assert.Equal((0.1, 0.1, 0.1), (constant.Value, constant.Low, constant.High));
    }

    [Fact]
    public void Below_two_units_there_is_no_interval_and_without_values_no_mean()
    {
        var one = Estimate([1, 0], clusters: ["p", "p"]);
        Assert.Equal((0.5, false, "An interval needs at least two independent units."), (one.Value, one.HasLow, one.Remark));
        Assert.False(Estimate([]).HasValue);
    }

    [Fact]
    public void Intervals_over_clusters_cover_the_truth_about_as_often_as_they_say()
    {
        // 60 patients of 1 to 5 notes; each patient has a level of its own around 0.6.
        var (inside, simulations) = (0, 500);
        for (var simulation = 0; simulation < simulations; simulation++)
        {
            var random = new RandomStream(42, 1, (ulong)simulation);
            var (values, patients) = (new List<double>(), new List<string>());
            for (var patient = 0; patient < 60; patient++)
            {
                var level = 0.2 + 0.8 * random.NextDouble();
                var notes = 1 + random.Next(5);
                for (var note = 0; note < notes; note++)
                {
                    values.Add(random.NextDouble() < level ? 1 : 0);
                    patients.Add($"p{patient}");
                }
            }
            var estimate = Estimate([.. values], clusters: [.. patients], seed: (ulong)simulation);
            if (estimate.Low <= 0.6 && 0.6 <= estimate.High) inside++;
        }
        Assert.InRange((double)inside / simulations, 0.925, 0.97);
    }

    private static Estimate Estimate(double[] values, string[]? subsets = null, string[]? clusters = null, ulong seed = 7)
    {
        var column = Tables.Column("b", ("m", values));
        column.Models[0].Subsets.Add(subsets ?? []);
        column.Clusters.Add(clusters ?? []);
        return Assert.Single(CellIntervals.OfColumn(column, Settings with { Seed = seed, Resamples = 1000 }, new ParallelWork(2, default)));
    }
}
