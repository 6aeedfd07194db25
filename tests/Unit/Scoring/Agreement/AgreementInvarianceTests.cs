using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Checks;
using MedHelm.Scoring.Statistics.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

public sealed class AgreementInvarianceTests
{
    private static MeasureAgreementRequest WithGaps(IntervalMethod method = IntervalMethod.Percentile)
    {
        var next = Ratings.Normals(21);
        var items = Enumerable.Range(0, 60).Select(i =>
        {
            var truth = next();
            return Enumerable.Range(0, 4).Select(rater => (i + rater) % 11 == 0 ? null : (double?)Math.Clamp(Math.Round(2 * (3 + truth + 0.8 * next())) / 2, 1, 5)).ToArray();
        }).ToList();
        var request = Ratings.Request(items, resamples: 300);
        request.Categories.Add([1, 2, 3, 4, 5]);
        request.Standardise = true;
        request.Reference = "rater2";
        request.Resampling.Method = method;
        for (var i = 0; i < request.Items.Count; i += 3) request.Items[i].Cluster = "note" + i % 5;
        return request;
    }

    [Theory]
    [InlineData(IntervalMethod.Percentile)]
    [InlineData(IntervalMethod.Bca)]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(IntervalMethod method)
    {
        var request = WithGaps(method);
        var settings = PostedRatings.Check(request);

        var one = AgreementMeasures.Of(request, settings, new() { MaxDegreeOfParallelism = 1 });

        Assert.Equal(one, AgreementMeasures.Of(request, settings, new() { MaxDegreeOfParallelism = 7 }));
        Assert.Equal(one, Ratings.Measure(request));
        request.Resampling.Seed = 1;
        Assert.NotEqual(one.Alphas[0].Alpha.Low, Ratings.Measure(request).Alphas[0].Alpha.Low);
    }

    [Fact]
    public void The_order_of_the_items_changes_nothing_not_even_an_interval()
    {
        var request = WithGaps();
        var shuffled = request.Clone();
        shuffled.Items.Clear();
        shuffled.Items.Add(request.Items.OrderBy(item => item.Item[^1]).ThenByDescending(item => item.Item, StringComparer.Ordinal));

        Assert.Equal(Ratings.Measure(request), Ratings.Measure(shuffled));
    }

    [Fact]
    public void The_order_of_the_raters_changes_no_measure_of_the_panel_and_only_swaps_the_names_of_pairs()
    {
        var request = WithGaps();
        var reversed = request.Clone();
        reversed.Raters.Clear();
        reversed.Raters.Add(request.Raters.Reverse());
        foreach (var item in reversed.Items)
        {
            RatingsReversed(item);
        }

        var (one, other) = (Ratings.Measure(request), Ratings.Measure(reversed));

        AssertSame(Panel(one), Panel(other));
        foreach (var pair in one.Correlations)
        {
            var swapped = other.Correlations.Single(c => c.First == pair.Second && c.Second == pair.First);
            AssertSame([pair.Kendall, pair.Spearman, pair.Pearson], [swapped.Kendall, swapped.Spearman, swapped.Pearson]);
        }
        foreach (var pair in one.Kappas) AssertSame([pair.Kappa], [other.Kappas.Single(k => k.First == pair.Second && k.Second == pair.First && k.Weights == pair.Weights).Kappa]);

        static void RatingsReversed(RatedItem item)
        {
            Rating[] ratings = [.. item.Ratings.Reverse()];
            item.Ratings.Clear();
            item.Ratings.Add(ratings);
        }
    }

    [Fact]
    public void No_number_in_the_answer_is_anything_but_finite()
    {
        double?[][][] odd =
        [
            [[1, 1]], [[null, null]], [[1, null], [null, 1]], [[1, 2], [1, 2]], [[1, 1], [2, 2]], [[1, 2], [2, 1]], [[5, 5, 5], [5, 5, 4], [5, 5, 5]], [[0, 1e12], [1e12, 0], [-1e12, 1]],
        ];
        foreach (var items in odd)
            foreach (var standardise in new[] { true, false })
            {
                var request = Ratings.Request(items, resamples: 100);
                request.Standardise = standardise;
                request.Reference = "rater0";
                request.Resampling.Method = IntervalMethod.Bca;

                var json = Google.Protobuf.JsonFormatter.Default.Format(Ratings.Measure(request));

                Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
                Assert.DoesNotContain("Infinity", json, StringComparison.Ordinal);
            }
    }

    private static Estimate[] Panel(MeasureAgreementResponse response) =>
        [.. response.Icc.SelectMany(icc => new[] { icc.ByF, icc.ByBootstrap }), response.FleissKappa, .. response.Alphas.Select(a => a.Alpha), response.EffectiveVotes];

    private static void AssertSame(Estimate[] some, Estimate[] others)
    {
        Assert.Equal(some.Length, others.Length);
        foreach (var (one, other) in some.Zip(others))
        {
            Assert.True(one.HasValue && one.HasLow && one.HasHigh);
            Assert.Equal(one.Value, other.Value, 1e-12);
            Assert.Equal(one.Low, other.Low, 1e-9);
            Assert.Equal(one.High, other.High, 1e-9);
        }
    }
}
