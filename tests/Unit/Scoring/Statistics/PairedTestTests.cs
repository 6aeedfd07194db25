using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

public sealed class PairedTestTests
{
    private static readonly ResamplingSettings Settings = ResamplingSettings.Default;

    // By scipy 1.10, stats.binomtest(b, b + c).
    [Theory]
    [InlineData(5, 15, 0.04138946533203125)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(10, 10, 1)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(3, 0, 0.25)]
    [InlineData(0, 0, 1)]
    public void McNemars_p_is_that_of_the_binomial_test(int firstOnly, int secondOnly, double expected) =>
        Assert.Equal(expected, McNemar.P(firstOnly, secondOnly), 1e-12);

    // By statsmodels 0.13, multipletests with methods holm and fdr_bh.
    [Fact]
    public void Corrections_are_those_of_Holm_and_of_Benjamini_and_Hochberg()
    {
        double[] p = [0.01, double.NaN, 0.04, 0.03, 0.005, 0.5];

        Assert.Equal([0.04, double.NaN, 0.09, 0.09, 0.025, 0.5], Corrections.Holm(p).Select(Rounded));
        Assert.Equal([0.025, double.NaN, 0.05, 0.05, 0.025, 0.5], Corrections.BenjaminiHochberg(p).Select(Rounded));

        static double Rounded(double value) => Math.Round(value, 12);
    }

    [Fact]
    public void A_permutation_test_gives_the_share_of_all_sign_flips_that_are_as_extreme()
    {
        // Of the 256 ways to flip these eight differences 28 are as extreme as the observed sum.
        double[] differences = [0.3, -0.1, 0.5, 0.2, 0, 0.4, -0.2, 0.6];

        var comparison = Compare(new() { Name = "x", First = { differences }, Second = { new double[8] } }, PairedTest.Permutation);

        Assert.Equal(28 / 256.0, comparison.P, 0.01);
        Assert.Equal((8, 7, differences.Sum() / 8), (comparison.Pairs, comparison.Discordant, comparison.Difference.Value));
    }

    [Fact]
    public void Who_is_first_changes_the_sign_alone()
    {
        var random = new Random(1);
        double[] one = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        double[] two = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() * 0.8)];

        var (there, back) = (Compare(Pair(one, two)), Compare(Pair(two, one)));

        Assert.Equal(there.P, back.P);
        Assert.Equal(there.Difference.Value, -back.Difference.Value, 1e-12);
        Assert.Equal(there.Difference.Low, -back.Difference.High, 1e-12);
        Assert.Equal(there.MinimalDetectable, back.MinimalDetectable, 1e-12);

        static PairedScores Pair(double[] first, double[] second) => new() { Name = "x", First = { first }, Second = { second } };
    }

    [Fact]
    public void What_could_be_shown_is_the_papers_multiple_of_the_population_error()
    {
        // Differences of +1 and -1: population SD 1.
        double[] differences = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1.0 : -1.0)];

        var comparison = Compare(new() { Name = "x", First = { differences }, Second = { new double[100] } });

        Assert.Equal(2.801585, comparison.MinimalDetectable * 10, 1e-6);
    }

    [Fact]
    public void All_tests_agree_that_there_is_something_and_that_there_is_nothing()
    {
        var random = new Random(2);
        double[] weak = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() < 0.5 ? 1.0 : 0)];
        double[] strong = [.. weak.Select(w => random.NextDouble() < 0.3 ? 1.0 : w)];
        var (ones, zeros) = (0, 0);
        double[] same = [.. weak.Select(w => (w == 1 ? ones++ : zeros++) < 10 ? 1 - w : w)];
        foreach (var test in (PairedTest[])[PairedTest.Mcnemar, PairedTest.Permutation, PairedTest.Bootstrap])
        {
            Assert.True(Compare(new() { Name = "x", First = { strong }, Second = { weak } }, test).P < 0.001);
            Assert.True(Compare(new() { Name = "x", First = { same }, Second = { weak } }, test).P > 0.1);
        }
    }

    /// <summary>
    /// Where no model is better, nothing may be found in more than one family in twenty. The scores of four models are exchanged at
    /// random within each instance, so that nothing else is true.
    /// </summary>
    [Fact]
    public void On_permuted_null_data_a_family_has_a_false_finding_in_at_most_five_percent()
    {
        const int Families = 600;
        var settings = Settings with { Resamples = 499 };
        var random = new Random(3);
        var (overall, onBenchmarks, ranked) = (0, 0, 0);
        for (var family = 0; family < Families; family++)
        {
            var table = Tables.Random(family, 4, 3, 40, m => 0.3 + 0.15 * m);
            foreach (var column in table.Columns)
            {
                for (var i = 0; i < 40; i++)
                {
                    double[] values = [.. column.Models.Select(m => m.Values[i])];
                    random.Shuffle(values);
                    for (var m = 0; m < values.Length; m++) column.Models[m].Values[i] = values[m];
                }
            }
            var standings = StandingsEstimator.Estimate(new() { Table = table }, settings with { Seed = (ulong)family }, new ParallelWork(2, default));
            if (standings.Pairs.Any(Found)) overall++;
            if (standings.BenchmarkPairs.Any(Found)) onBenchmarks++;
            if (standings.Models.Any(m => m.TieGroup > 1)) ranked++;
        }

        // The bound, and what chance adds to it in so many families (2.6 standard errors).
        var most = (0.05 + 2.6 * Math.Sqrt(0.05 * 0.95 / Families)) * Families;
        Assert.InRange(overall, 1, most);
        Assert.InRange(onBenchmarks, 0, most);
        Assert.InRange(ranked, 0, most);

        static bool Found(PairedComparison pair) => pair.Finding is Finding.FirstBetter or Finding.SecondBetter;
    }

    private static PairedComparison Compare(PairedScores pair, PairedTest test = PairedTest.Unspecified) =>
        PairedTests.Compare(pair, test, 0, Settings, new ParallelWork(2, default));
}
