using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

/// <summary>
/// Kappas against statsmodels (inter_rater), alphas against the coincidence matrix of the definition in numpy and against Krippendorff's
/// published example.
/// </summary>
public sealed class CategoricalAgreementTests
{
    private static readonly double[] OneToFive = [1, 2, 3, 4, 5];

    // Twelve units, four coders, with gaps: the example of Krippendorff's "Computing Krippendorff's alpha-reliability".
    private static readonly double?[][] TwelveUnits =
    [
        [1, 1, null, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [null, 5, 5, 5], [null, null, 1, 1], [null, null, 3, null],
    ];

    [Fact]
    public void Alpha_of_the_published_example_of_twelve_units_is_the_published_one()
    {
        var alphas = Ratings.Measure(Ratings.Request(TwelveUnits)).Alphas;

        Assert.Equal([MeasurementLevel.Nominal, MeasurementLevel.Ordinal, MeasurementLevel.Interval], alphas.Select(a => a.Level));
        Assert.Equal(0.743421052632, alphas[0].Alpha.Value, 1e-11);
        Assert.Equal(0.815387503755, alphas[1].Alpha.Value, 1e-11);
        Assert.Equal(0.849107142857, alphas[2].Alpha.Value, 1e-11);
        Assert.All(alphas, alpha => Assert.Equal(11, alpha.Alpha.Units));
    }

    [Theory]
    [InlineData(Rounding.Unspecified, 0.273317112733, 0.286293592863, 0.792011555815)]
    [InlineData(Rounding.HalfToEven, 0.273317112733, 0.286293592863, 0.792011555815)]
    [InlineData(Rounding.HalfUp, 0.302464121311, 0.314920119144, 0.805934213901)]
    public void Fleiss_kappa_and_alpha_follow_the_rounding_and_interval_alpha_does_not(Rounding rounding, double fleiss, double nominal, double ordinal)
    {
        var response = Ratings.Measure(Sample(rounding));

        Assert.Equal(fleiss, response.FleissKappa.Value, 1e-11);
        Assert.Equal(nominal, response.Alphas[0].Alpha.Value, 1e-11);
        Assert.Equal(ordinal, response.Alphas[1].Alpha.Value, 1e-11);
        Assert.Equal(0.791493792812, response.Alphas[2].Alpha.Value, 1e-11);
    }

    [Theory]
    [InlineData(Rounding.HalfToEven, 0, 1, 0.367741935484, 0.605633802817, 0.783950617284)]
    [InlineData(Rounding.HalfToEven, 1, 2, -0.006535947712, 0.382352941176, 0.673333333333)]
    [InlineData(Rounding.HalfToEven, 0, 3, 0.461538461538, 0.714285714286, 0.878612716763)]
    [InlineData(Rounding.HalfUp, 0, 3, 0.551282051282, 0.758620689655, 0.896142433234)]
    [InlineData(Rounding.HalfUp, 1, 3, 0.355263157895, 0.634328358209, 0.835016835017)]
    [InlineData(Rounding.HalfUp, 2, 3, 0.102564102564, 0.457746478873, 0.72)]
    public void Cohens_kappa_has_the_reference_values_under_every_weighting(Rounding rounding, int first, int second, double none, double linear, double quadratic)
    {
        var kappas = Ratings.Measure(Sample(rounding)).Kappas.Where(k => k.First == Ratings.Rater(first) && k.Second == Ratings.Rater(second)).ToList();

        Assert.Equal([KappaWeights.None, KappaWeights.Linear, KappaWeights.Quadratic], kappas.Select(k => k.Weights));
        Assert.Equal(none, kappas[0].Kappa.Value, 1e-11);
        Assert.Equal(linear, kappas[1].Kappa.Value, 1e-11);
        Assert.Equal(quadratic, kappas[2].Kappa.Value, 1e-11);
        Assert.All(kappas, k => Assert.True(k.Kappa.Low <= k.Kappa.Value && k.Kappa.Value <= k.Kappa.High));
    }

    [Fact]
    public void A_half_is_a_half_whatever_its_last_digit_says()
    {
        // 2.5 from three ratings added in another order.
        var almost = Math.BitDecrement(2.5);
        var request = Ratings.Request([[almost, 3], [4, 4], [1, 1]]);
        request.Categories.Add(OneToFive);
        request.Rounding = Rounding.HalfUp;

        Assert.Equal(1, Ratings.Measure(request).Kappas[0].Kappa.Value);
    }

    [Fact]
    public void Halves_between_odd_categories_go_to_an_even_place()
    {
        // 2 lies between 1 (place 0) and 3 (place 1): to 1. 4 lies between 3 and 5 (place 2): to 5.
        var request = Ratings.Request([[2, 1], [4, 5], [3, 3]]);
        request.Categories.Add([1, 3, 5]);

        Assert.Equal(1, Ratings.Measure(request).Kappas[0].Kappa.Value);
    }

    [Fact]
    public void A_category_that_nobody_used_changes_no_kappa()
    {
        double?[][] items = [[1, 1], [2, 5], [5, 5], [2, 1], [5, 2], [1, 1]];
        var all = Ratings.Request(items);
        all.Categories.Add(OneToFive);

        Assert.Equal(
            Ratings.Measure(Ratings.Request(items)).Kappas.Select(k => k.Kappa.Value),
            Ratings.Measure(all).Kappas.Select(k => k.Kappa.Value));
    }

    [Fact]
    public void Perfect_agreement_is_one_everywhere()
    {
        var response = Ratings.Measure(Ratings.Request([[1, 1, 1], [2, 2, 2], [4, 4, 4], [5, 5, 5]]));

        Assert.All(response.Kappas, k => Assert.Equal(1, k.Kappa.Value));
        Assert.Equal(1, response.FleissKappa.Value, 1e-12);
        Assert.All(response.Alphas, a => Assert.Equal(1, a.Alpha.Value, 1e-12));
    }

    [Fact]
    public void Raters_who_guess_are_near_nought()
    {
        var next = Ratings.Normals(7);
        var items = Enumerable.Range(0, 3000).Select(_ => Enumerable.Range(0, 3).Select(_ => (double?)Math.Clamp(Math.Round(3 + next()), 1, 5)).ToArray()).ToList();

        var response = Ratings.Measure(Ratings.Request(items, resamples: 100));

        Assert.All(response.Kappas, k => Assert.InRange(k.Kappa.Value, -0.06, 0.06));
        Assert.InRange(response.FleissKappa.Value, -0.06, 0.06);
        Assert.All(response.Alphas, a => Assert.InRange(a.Alpha.Value, -0.06, 0.06));
        Assert.All(response.Correlations, c => Assert.InRange(c.Kendall.Value, -0.06, 0.06));
        Assert.InRange(response.Icc[2].ByF.Value, -0.06, 0.06);
    }

    [Fact]
    public void One_category_alone_leaves_everything_undefined_with_the_reason()
    {
        var response = Ratings.Measure(Ratings.Request([[3, 3], [3, 3], [3, 3]]));

        var estimates = response.Kappas.Select(k => k.Kappa).Append(response.FleissKappa).Concat(response.Alphas.Select(a => a.Alpha));
        Assert.All(estimates, e =>
        {
            Assert.False(e.HasValue || e.HasLow || e.HasHigh);
            Assert.Contains("one category", e.Remark, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_rater_who_always_says_the_same_agrees_no_better_than_chance()
    {
        var kappas = Ratings.Measure(Ratings.Request([[1, 3], [2, 3], [3, 3], [5, 3]])).Kappas;

        Assert.All(kappas, k => Assert.Equal(0, k.Kappa.Value, 1e-12));
    }

    [Fact]
    public void Raters_without_a_common_item_have_no_kappa_and_no_correlation()
    {
        var response = Ratings.Measure(Ratings.Request([[1, null, 1], [null, 2, 2], [3, null, 3], [null, 1, 2]]));

        var kappa = response.Kappas.First(k => k.First == "rater0" && k.Second == "rater1").Kappa;
        Assert.False(kappa.HasValue);
        Assert.Equal("No item is rated by both.", kappa.Remark);
        Assert.False(response.Correlations.First(c => c.First == "rater0" && c.Second == "rater1").Spearman.HasValue);
        Assert.True(response.Alphas[0].Alpha.HasValue);
        Assert.False(response.FleissKappa.HasValue);
    }

    private static MeasureAgreementRequest Sample(Rounding rounding)
    {
        var request = Ratings.Request(Ratings.Sample);
        request.Categories.Add(OneToFive);
        request.Rounding = rounding;
        return request;
    }
}
