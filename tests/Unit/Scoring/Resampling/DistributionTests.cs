using MedHelm.Scoring.Statistics.Distributions;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Resampling;

/// <summary>Expected figures are scipy's f.isf, f.sf and t.ppf.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(0.025, 1, 1, 647.7890114778446)]
    [InlineData(0.025, 3.7, 5, 7.482187800098079)]
    [InlineData(0.00005, 1, 1, 162113893.16110954)]
    [InlineData(0.025, 55, 55, 1.705878841889933)]
    [InlineData(0.025, 99999, 1000000, 1.0092178307866384)]
    public void Quantiles_of_F_hold_at_one_degree_of_freedom_and_at_a_million(double tail, double df1, double df2, double expected)
    {
        Assert.Equal(expected, FDistribution.UpperQuantile(tail, df1, df2), expected * 1e-8);
        Assert.Equal(tail, FDistribution.UpperTail(expected, df1, df2), tail * 1e-6);
    }

    [Fact]
    public void Tails_of_F_end_where_they_must()
    {
        Assert.Equal(0.11848609195942185, FDistribution.UpperTail(2.3, 4.5, 11.2), 1e-12);
        Assert.Equal((1, 0), (FDistribution.UpperTail(0, 3, 4), FDistribution.UpperTail(double.PositiveInfinity, 3, 4)));
        Assert.True(double.IsNaN(FDistribution.UpperTail(double.NaN, 3, 4)));
    }

    [Theory]
    [InlineData(0.95, 1, 12.706204736432095)]
    [InlineData(0.95, 7, 2.3646242510102993)]
    [InlineData(0.9999, 1, 6366.1976656379375)]
    [InlineData(0.9, 1000000, 1.64485515072204)]
    public void Half_widths_of_t_hold_at_one_degree_of_freedom_and_at_a_million(double level, double df, double expected) =>
        Assert.Equal(expected, StudentT.TwoSided(level, df), expected * 1e-8);
}
