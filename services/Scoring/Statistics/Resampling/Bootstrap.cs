using MathNet.Numerics.Distributions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>
/// The nonparametric bootstrap of any statistic over independent units, which may be clusters (Efron 1979; Davison and Hinkley
/// 1997, section 3.8, for clusters), with percentile and BCa intervals (Efron 1987).
/// </summary>
internal static class Bootstrap
{
    /// <summary>The statistic of each resample, in order; NaN where it is undefined.</summary>
    /// <param name="units">How many units there are; each resample draws as many with replacement.</param>
    /// <param name="settings">Resamples and seed.</param>
    /// <param name="purpose">Names the streams, see <see cref="RandomStream"/>.</param>
    /// <param name="statistic">Of the drawn units, by number. Called from several threads at once.</param>
    /// <param name="work">How many threads at most, and what stops them. The numbers do not depend on it.</param>
    internal static double[] Replicates(int units, ResamplingSettings settings, ulong purpose, Func<int[], double> statistic, ParallelOptions? work = null)
    {
        var replicates = new double[settings.Resamples];
        Parallel.For(0, settings.Resamples, work ?? new(), () => new int[units], (resample, _, drawn) =>
        {
            var random = new RandomStream(settings.Seed, purpose, (ulong)resample);
            for (var i = 0; i < drawn.Length; i++) drawn[i] = random.Next(units);
            replicates[resample] = statistic(drawn);
            return drawn;
        }, _ => { });
        return replicates;
    }

    /// <summary>The interval between quantiles of the replicates, which are reordered. Undefined replicates are left out, and the remark says how many.</summary>
    internal static Estimate Percentile(double value, double[] replicates, ResamplingSettings settings, int units)
    {
        var defined = Defined(replicates);
        if (defined.Length == 0 || double.IsNaN(value)) return Estimates.WithoutInterval(value, settings.Level, units, "The statistic is undefined for these data.");
        return Estimates.Of(value, Quantile.Of(defined, settings.Tail), Quantile.Of(defined, 1 - settings.Tail), settings.Level, IntervalMethod.Percentile, units, Undefined(replicates, defined));
    }

    /// <summary>As percentile, at quantiles corrected for bias and for a spread that changes with the value.</summary>
    /// <param name="value">The statistic of the data.</param>
    /// <param name="replicates">The statistic of each resample.</param>
    /// <param name="jackknife">The statistic without each unit.</param>
    /// <param name="settings">Level.</param>
    /// <param name="units">How many units there are.</param>
    internal static Estimate Bca(double value, double[] replicates, double[] jackknife, ResamplingSettings settings, int units)
    {
        var defined = Defined(replicates);
        if (defined.Length == 0 || double.IsNaN(value)) return Estimates.WithoutInterval(value, settings.Level, units, "The statistic is undefined for these data.");
        // Ties count half: scores of 0 and 1 give many.
        var below = (defined.Count(r => r < value) + defined.Count(r => r == value) / 2.0) / defined.Length;
        double[] without = [.. jackknife.Where(v => !double.IsNaN(v))];
        if (below is 0 or 1 || without.Length == 0) return Percentile(value, replicates, settings, units);
        var bias = Normal.InvCDF(0, 1, below);
        var centre = Mean.Of(without);
        // In units of the largest, so that no power leaves the range of doubles.
        var largest = without.Max(v => Math.Abs(centre - v));
        double[] apart = [.. without.Select(v => largest == 0 ? 0 : (centre - v) / largest)];
        var squares = ExactSum.Of(apart.Select(d => d * d));
        var acceleration = squares == 0 ? 0 : ExactSum.Of(apart.Select(d => d * d * d)) / (6 * Math.Pow(squares, 1.5));
        return Estimates.Of(value, Quantile.Of(defined, Share(settings.Tail)), Quantile.Of(defined, Share(1 - settings.Tail)), settings.Level, IntervalMethod.Bca, units, Undefined(replicates, defined));

        double Share(double share)
        {
            var shifted = bias + Normal.InvCDF(0, 1, share);
            var shrink = 1 - acceleration * shifted;
            // Beyond the pole the transformation has passed every quantile.
            return shrink > 0 ? Normal.CDF(0, 1, bias + shifted / shrink) : shifted > 0 ? 1 : 0;
        }
    }

    private static double[] Defined(double[] replicates) => Array.Exists(replicates, double.IsNaN) ? [.. replicates.Where(r => !double.IsNaN(r))] : replicates;

    private static string Undefined(double[] replicates, double[] defined) => defined.Length == replicates.Length
        ? ""
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Undefined in {replicates.Length - defined.Length} of {replicates.Length} resamples, which are left out.");
}
