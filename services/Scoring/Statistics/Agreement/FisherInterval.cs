using MathNet.Numerics.Distributions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// The interval of a correlation by Fisher's z transformation with standard error 1 / sqrt(n - 3) (Fisher 1921), for Pearson's and, by the
/// same rule, for Spearman's. Needs four items.
/// </summary>
internal static class FisherInterval
{
    private const int TakenBySpread = 3;

    internal static Estimate Of(double correlation, int items, double level, string undefined)
    {
        if (double.IsNaN(correlation)) return Estimates.WithoutInterval(correlation, level, items, undefined);
        if (items <= TakenBySpread) return Estimates.WithoutInterval(correlation, level, items, "An interval by Fisher's z needs at least four items.");
        var z = Math.Atanh(correlation);
        var half = Normal.InvCDF(0, 1, (1 + level) / 2) / Math.Sqrt(items - TakenBySpread);
        return Estimates.Of(correlation, Math.Tanh(z - half), Math.Tanh(z + half), level, IntervalMethod.FisherZ, items, double.IsInfinity(z) ? "Fisher's z gives a perfect correlation no width." : "");
    }
}
