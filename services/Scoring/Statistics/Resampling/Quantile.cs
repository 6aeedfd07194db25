using MathNet.Numerics.Statistics;

namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>Quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7; numpy's and R's default).</summary>
internal static class Quantile
{
    /// <param name="values">At least one, none of them NaN; they are reordered, which takes less than sorting them.</param>
    /// <param name="share">0 to 1.</param>
    internal static double Of(double[] values, double share) => ArrayStatistics.QuantileCustomInplace(values, share, QuantileDefinition.R7);
}
