using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

/// <summary>Expected figures are scipy's: spearmanr, kendalltau (tau-b) and pearsonr; effective votes from numpy's corrcoef of the errors.</summary>
public sealed class CorrelationTests
{
    [Theory]
    [InlineData(0, 1, 0.7961167633065, 0.7060180864975, 0.8117046131968)]
    [InlineData(0, 2, 0.8978333928826, 0.8182508252092, 0.9021391320357)]
    [InlineData(0, 3, 0.8937017554945, 0.7954147248397, 0.8821827955124)]
    [InlineData(1, 3, 0.8791420888509, 0.7858180706504, 0.8719114921669)]
    [InlineData(2, 3, 0.7168019469288, 0.5665870858116, 0.6828391031979)]
    public void Rank_and_linear_correlations_have_the_reference_values(int first, int second, double spearman, double kendall, double pearson)
    {
        var pair = Pair(Ratings.Measure(Ratings.Request(Ratings.Sample)), first, second);

        Assert.Equal(spearman, pair.Spearman.Value, 1e-12);
        Assert.Equal(kendall, pair.Kendall.Value, 1e-12);
        Assert.Equal(pearson, pair.Pearson.Value, 1e-12);
        Assert.Equal((IntervalMethod.FisherZ, IntervalMethod.Percentile), (pair.Spearman.Method, pair.Kendall.Method));
        Assert.Equal(Math.Atanh(pearson) + 1.959963984540054 / Math.Sqrt(11), Math.Atanh(pair.Pearson.High), 1e-9);
        Assert.Equal(Math.Atanh(spearman) - 1.959963984540054 / Math.Sqrt(11), Math.Atanh(pair.Spearman.Low), 1e-9);
    }

    [Fact]
    public void Kendalls_tau_is_that_of_counting_every_pair()
    {
        var next = Ratings.Normals(11);
        double?[][] items = [.. Enumerable.Range(0, 300).Select(_ => new double?[] { Math.Round(3 * next()), Math.Round(2 * next()) })];
        long concordant = 0, discordant = 0, untiedFirst = 0, untiedSecond = 0;
        for (var i = 0; i < items.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var one = Math.Sign(items[i][0]!.Value - items[j][0]!.Value);
                var other = Math.Sign(items[i][1]!.Value - items[j][1]!.Value);
                if (one * other > 0) concordant++;
                if (one * other < 0) discordant++;
                if (one != 0) untiedFirst++;
                if (other != 0) untiedSecond++;
            }

        var kendall = Ratings.Measure(Ratings.Request(items)).Correlations[0].Kendall.Value;

        Assert.Equal((concordant - discordant) / Math.Sqrt((double)untiedFirst * untiedSecond), kendall, 1e-12);
    }

    [Fact]
    public void Clusters_turn_every_interval_of_a_correlation_to_the_bootstrap()
    {
        var request = Ratings.Request(Ratings.Sample);
        for (var i = 0; i < request.Items.Count; i++) request.Items[i].Cluster = "patient" + i % 7;

        var response = Ratings.Measure(request);

        Assert.All(response.Correlations, c => Assert.All([c.Spearman, c.Kendall, c.Pearson], e => Assert.Equal((IntervalMethod.Percentile, 7), (e.Method, e.Units))));
        Assert.Equal(0.7961167633065, Pair(response, 0, 1).Spearman.Value, 1e-12);
        Assert.Contains("cluster", response.Icc[0].ByF.Remark, StringComparison.Ordinal);
        Assert.Equal(7, response.Icc[0].ByBootstrap.Units);
    }

    [Fact]
    public void A_constant_rater_has_no_correlation_and_three_items_no_interval()
    {
        var response = Ratings.Measure(Ratings.Request([[1, 3, 4.1], [2, 3, 4.2], [3, 3, 4.0]]));

        Assert.False(Pair(response, 0, 1).Pearson.HasValue);
        Assert.False(Pair(response, 0, 1).Kendall.HasValue);
        var short3 = Pair(response, 0, 2).Spearman;
        Assert.True(short3.HasValue && !short3.HasLow);
        Assert.Contains("four items", short3.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_perfect_correlation_stays_inside_its_bounds()
    {
        var pair = Ratings.Measure(Ratings.Request([.. Enumerable.Range(0, 20).Select(i => new double?[] { i / 3.0, -i / 7.0 })])).Correlations[0];

        Assert.All([pair.Spearman, pair.Kendall, pair.Pearson], e => Assert.Equal((-1, -1, -1), (e.Value, e.Low, e.High)));
    }

    [Theory]
    [InlineData(false, 1.5747506614845)]
    [InlineData(true, 1.5474791419081)]
    public void Effective_votes_follow_from_the_mean_correlation_of_errors(bool standardise, double expected)
    {
        var request = Ratings.Request(Ratings.Sample);
        request.Standardise = standardise;
        request.Reference = "rater3";

        var votes = Ratings.Measure(request).EffectiveVotes;

        Assert.Equal(expected, votes.Value, 1e-11);
        Assert.True(votes.Low < expected && expected < votes.High);
    }

    [Fact]
    public void Raters_who_err_alike_are_worth_one_vote_and_independent_ones_their_number()
    {
        var next = Ratings.Normals(5);
        var alike = Enumerable.Range(0, 200).Select(_ => (Truth: next(), Error: next())).Select(x => new double?[] { x.Truth, x.Truth + x.Error, x.Truth + 2 * x.Error, x.Truth + x.Error }).ToList();
        var apart = Enumerable.Range(0, 1500).Select(_ => next()).Select(truth => new double?[] { truth, truth + next(), truth + next(), truth + next(), truth + next() }).ToList();

        Assert.Equal(1, Votes(alike).Value, 1e-9);
        Assert.InRange(Votes(apart).Value, 3.5, 4.5);
    }

    [Fact]
    public void Effective_votes_are_absent_without_a_reference_or_two_others_or_errors()
    {
        Assert.Contains("reference", Ratings.Measure(Ratings.Request(Ratings.Sample)).EffectiveVotes.Remark, StringComparison.Ordinal);
        Assert.Contains("two raters", Votes([.. Ratings.Sample.Select(item => item[..2])]).Remark, StringComparison.Ordinal);
        var same = Votes([.. Ratings.Sample.Select(item => new[] { item[0], item[0], item[1] })]);
        Assert.False(same.HasValue);
        Assert.Contains("never varies", same.Remark, StringComparison.Ordinal);
    }

    private static Estimate Votes(IReadOnlyList<double?[]> items)
    {
        var request = Ratings.Request(items, resamples: 100);
        request.Reference = "rater0";
        return Ratings.Measure(request).EffectiveVotes;
    }

    private static CorrelationEstimate Pair(MeasureAgreementResponse response, int first, int second) =>
        response.Correlations.Single(c => c.First == Ratings.Rater(first) && c.Second == Ratings.Rater(second));
}
