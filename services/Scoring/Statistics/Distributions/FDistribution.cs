using MathNet.Numerics;

namespace MedHelm.Scoring.Statistics.Distributions;

/// <summary>
/// Fisher and Snedecor's F distribution through the incomplete beta function. The library's own quantile looks no further than
/// 1,000, which one degree of freedom passes.
/// </summary>
internal static class FDistribution
{
    // Halvings of the exponent's range until doubles have no room left between the ends.
    private const int Halvings = 200;
    private const double LargestLog = 700;

    /// <summary>Probability of a value above <paramref name="f"/>; NaN where that is undefined.</summary>
    internal static double UpperTail(double f, double df1, double df2)
    {
        if (double.IsNaN(f) || !(df1 > 0) || !(df2 > 0)) return double.NaN;
        if (f <= 0) return 1;
        return double.IsPositiveInfinity(f) ? 0 : SpecialFunctions.BetaRegularized(df2 / 2, df1 / 2, df2 / (df2 + df1 * f));
    }

    /// <summary>The value with the share <paramref name="tail"/> of the distribution above it.</summary>
    /// <param name="tail">Above 0, below 1.</param>
    /// <param name="df1">Numerator degrees of freedom, above 0, whole or not.</param>
    /// <param name="df2">Denominator degrees of freedom, above 0, whole or not.</param>
    internal static double UpperQuantile(double tail, double df1, double df2)
    {
        var low = -LargestLog;
        var high = LargestLog;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) break;
            if (UpperTail(Math.Exp(middle), df1, df2) > tail) low = middle;
            else high = middle;
        }
        return Math.Exp(low + (high - low) / 2);
    }
}
