using MathNet.Numerics.Distributions;

namespace MedHelm.Scoring.Statistics.Comparison;

/// <summary>
/// The smallest true difference of two means that a paired test would show with a given power: (z(1 - alpha/2) + z(power)) x standard
/// error. MedHELM rounds the two quantiles to 1.96 + 0.84 and takes the population SD of the paired differences over the root of n.
/// </summary>
internal static class DetectableDifference
{
    internal const double UsualLevel = 0.95;
    internal const double UsualPower = 0.8;

    /// <param name="standardError">Of the mean difference.</param>
    /// <param name="level">Confidence level of the test, two-sided.</param>
    /// <param name="power">Share of the cases in which the difference is to be shown.</param>
    internal static double Of(double standardError, double level, double power = UsualPower) => Multiple(level, power) * standardError;

    /// <summary>How many standard errors; the chance of a false finding is shared evenly by the comparisons.</summary>
    internal static double Multiple(double level, double power, int comparisons = 1) =>
        // From the lower tail, which keeps its digits where the level is close to 1.
        -Normal.InvCDF(0, 1, (1 - level) / 2 / comparisons) + Normal.InvCDF(0, 1, power);
}
