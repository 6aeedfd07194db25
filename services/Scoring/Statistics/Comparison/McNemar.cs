using MathNet.Numerics.Distributions;

namespace MedHelm.Scoring.Statistics.Comparison;

/// <summary>
/// The exact McNemar test: among the pairs in which only one of two models is right, the number won by the first is binomial with
/// probability one half if neither is better (McNemar 1947; two-sided by doubling the smaller tail, at most 1).
/// </summary>
internal static class McNemar
{
    /// <param name="firstOnly">Pairs in which only the first is right.</param>
    /// <param name="secondOnly">Pairs in which only the second is right.</param>
    internal static double P(int firstOnly, int secondOnly)
    {
        var discordant = firstOnly + secondOnly;
        return discordant == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, discordant, Math.Min(firstOnly, secondOnly)));
    }
}
