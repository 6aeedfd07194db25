using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

/// <summary>Expected figures were computed with numpy and scipy from sums of squares over the table, and F quantiles of scipy.</summary>
public sealed class IntraclassCorrelationTests
{
    // Six targets by four judges: the example of Shrout and Fleiss 1979.
    private static readonly double?[][] ShroutAndFleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

    [Theory]
    [InlineData(IccForm.OneWay, 0.1657417684, -0.1329323249, 0.7225600623, 1.794678492, 18, 0.1647688083)]
    [InlineData(IccForm.TwoWayRandom, 0.2897637795, 0.01878651337, 0.7610843696, 11.02724796, 15, 0.0001345665165)]
    [InlineData(IccForm.TwoWayMixed, 0.7148407148, 0.342464765, 0.94585826, 11.02724796, 15, 0.0001345665165)]
    [InlineData(IccForm.TwoWayMixedMean, 0.9093155424, 0.6756747138, 0.9858916782, 11.02724796, 15, 0.0001345665165)]
    public void The_published_example_of_six_targets_has_its_correlations_and_intervals(IccForm form, double value, double low, double high, double f, int df2, double p) =>
        AssertIs(Ratings.Measure(Ratings.Request(ShroutAndFleiss)), form, value, low, high, f, 5, df2, p);

    [Theory]
    [InlineData(false, IccForm.OneWay, 0.8005990586, 0.6243320066, 0.9204441127, 17.06008584, 42, 1.000980732e-12)]
    [InlineData(false, IccForm.TwoWayRandom, 0.8007892141, 0.6249056769, 0.920485308, 17.39313363, 39, 2.557007492e-12)]
    [InlineData(false, IccForm.TwoWayMixed, 0.803855549, 0.6263294596, 0.9222177728, 17.39313363, 39, 2.557007492e-12)]
    [InlineData(false, IccForm.TwoWayMixedMean, 0.9425060474, 0.8702076941, 0.979349778, 17.39313363, 39, 2.557007492e-12)]
    [InlineData(true, IccForm.OneWay, 0.8165527804, 0.6500360142, 0.927422956, 18.80463682, 42, 1.913291972e-13)]
    [InlineData(true, IccForm.TwoWayRandom, 0.8159033184, 0.644537524, 0.9276392497, 17.46144848, 39, 2.402727308e-12)]
    [InlineData(true, IccForm.TwoWayMixed, 0.8045104185, 0.6273828276, 0.9225043951, 17.46144848, 39, 2.402727308e-12)]
    [InlineData(true, IccForm.TwoWayMixedMean, 0.9427309824, 0.8707154837, 0.9794305684, 17.46144848, 39, 2.402727308e-12)]
    public void Raw_and_standardised_ratings_have_the_correlations_of_their_sums_of_squares(bool standardise, IccForm form, double value, double low, double high, double f, int df2, double p)
    {
        var request = Ratings.Request(Ratings.Sample);
        request.Standardise = standardise;

        AssertIs(Ratings.Measure(request), form, value, low, high, f, 13, df2, p);
    }

    [Fact]
    public void Two_standardised_raters_have_the_correlation_of_their_mean_that_Pearson_gives()
    {
        var request = Ratings.Request([.. Ratings.Sample.Select(item => item[..2])]);
        request.Standardise = true;

        var response = Ratings.Measure(request);

        var pearson = response.Correlations.Single().Pearson.Value;
        Assert.Equal(2 * pearson / (1 + pearson), Of(response, IccForm.TwoWayMixedMean).ByF.Value, 1e-12);
    }

    [Fact]
    public void Perfect_agreement_is_one_and_its_F_is_infinite_so_absent()
    {
        var response = Ratings.Measure(Ratings.Request([[1, 1, 1], [2, 2, 2], [4, 4, 4], [5, 5, 5]]));

        Assert.All(response.Icc, icc =>
        {
            Assert.Equal((1, 1, 1), (icc.ByF.Value, icc.ByF.Low, icc.ByF.High));
            Assert.False(icc.HasF);
            Assert.Equal(0, icc.P);
        });
    }

    [Fact]
    public void Raters_who_differ_by_a_constant_are_consistent_and_do_not_agree()
    {
        var response = Ratings.Measure(Ratings.Request([[1, 3], [2, 4], [3, 5], [4, 6]]));

        Assert.Equal(1, Of(response, IccForm.TwoWayMixed).ByF.Value);
        // Between items 10/3, between raters 8, no error: (10/3) / (10/3 + 2 x 8 / 4).
        Assert.Equal(10.0 / 22, Of(response, IccForm.TwoWayRandom).ByF.Value, 1e-12);
        Assert.True(Of(response, IccForm.TwoWayRandom).ByF.High < 1);
    }

    [Fact]
    public void Disagreement_is_negative_and_the_mean_of_two_raters_goes_below_minus_one()
    {
        var response = Ratings.Measure(Ratings.Request([[1, 4], [2, 4], [3, 3], [4, 1], [5, 2]]));

        Assert.InRange(Of(response, IccForm.TwoWayMixed).ByF.Value, -1, -0.5);
        Assert.True(Of(response, IccForm.TwoWayMixedMean).ByF.Value < -1);
    }

    [Fact]
    public void A_constant_rater_cannot_be_standardised_which_the_remark_says()
    {
        var request = Ratings.Request([[1, 3], [2, 3], [3, 3], [5, 3]]);
        request.Standardise = true;

        Assert.All(Ratings.Measure(request).Icc, icc =>
        {
            Assert.False(icc.ByF.HasValue || icc.ByF.HasLow || icc.ByBootstrap.HasValue || icc.HasF || icc.HasP);
            Assert.Contains("rater1", icc.ByF.Remark, StringComparison.Ordinal);
            Assert.Equal(icc.ByF.Remark, icc.ByBootstrap.Remark);
        });
        request.Standardise = false;
        Assert.Equal(0, Of(Ratings.Measure(request), IccForm.TwoWayMixedMean).ByF.Value, 1e-12);
    }

    [Fact]
    public void Ratings_that_never_vary_have_no_correlation()
    {
        var third = 13.0 / 3;

        Assert.All(Ratings.Measure(Ratings.Request([[third, third], [third, third], [third, third]])).Icc, icc => Assert.False(icc.ByF.HasValue || icc.HasF || icc.HasP));
    }

    [Fact]
    public void Items_that_a_rater_left_out_are_left_out()
    {
        double?[][] gaps = [[null, 4, 5, 3.5], .. Ratings.Sample, [1, 2, null, 3]];

        var response = Ratings.Measure(Ratings.Request(gaps));

        Assert.All(response.Icc, icc => Assert.Equal((14, 14), (icc.ByF.Units, icc.ByBootstrap.Units)));
        Assert.Equal(0.803855549, Of(response, IccForm.TwoWayMixed).ByF.Value, 1e-9);
    }

    [Fact]
    public void One_complete_item_has_no_correlation()
    {
        var icc = Ratings.Measure(Ratings.Request([[1, 2], [null, 2]])).Icc[0];

        Assert.False(icc.ByF.HasValue);
        Assert.Contains("two items", icc.ByF.Remark, StringComparison.Ordinal);
    }

    private static IccEstimate Of(MeasureAgreementResponse response, IccForm form) => response.Icc.Single(icc => icc.Form == form);

    private static void AssertIs(MeasureAgreementResponse response, IccForm form, double value, double low, double high, double f, int df1, int df2, double p)
    {
        var icc = Of(response, form);
        Assert.Equal(value, icc.ByF.Value, 1e-9);
        Assert.Equal(value, icc.ByBootstrap.Value, 1e-9);
        Assert.Equal(low, icc.ByF.Low, 1e-8);
        Assert.Equal(high, icc.ByF.High, 1e-8);
        Assert.Equal(f, icc.F, f * 1e-9);
        Assert.Equal((df1, df2, 4), (icc.Df1, icc.Df2, icc.Raters));
        Assert.Equal(p, icc.P, p * 1e-6);
        Assert.Equal(IntervalMethod.F, icc.ByF.Method);
        Assert.True(icc.ByBootstrap.Low < value && value <= icc.ByBootstrap.High);
    }
}
