using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics;

/// <summary>
/// The mean of values, every value weighing the same, with its standard error over independent units. In clusters this is the ratio of
/// cluster sums to cluster sizes with the cluster-robust standard error (Cameron and Miller 2015; Miller 2024 for evaluations), times G / (G - 1); without
/// clusters that is s / sqrt(n). The interval is Student's t with G - 1 degrees of freedom, or a bootstrap of whole units.
/// </summary>
internal sealed class MeanEstimate
{
    private const ulong Purpose = 0x3E;

    private readonly double[] sums;
    private readonly double[] sizes;
    private readonly int values;

    internal MeanEstimate(IReadOnlyList<double> values, Units units)
    {
        this.values = values.Count;
        Value = Mean.Of(values);
        sums = new double[units.Count];
        sizes = new double[units.Count];
        for (var i = 0; i < values.Count; i++)
        {
            // Around the mean, which keeps the digits of what is left.
            sums[units.OfItem[i]] += values[i] - Value;
            sizes[units.OfItem[i]]++;
        }
    }

    internal double Value { get; }

    internal int Units => sums.Length;

    /// <summary>Null below two units.</summary>
    internal double? StandardError => Units < 2 ? null : Math.Sqrt(sums.Sum(sum => sum * sum) * Units / (Units - 1)) / values;

    /// <summary>By Student's t.</summary>
    internal Estimate WithT(double level)
    {
        if (StandardError is not { } error) return Estimates.WithoutInterval(Value, level, Units, Estimates.NeedsTwoUnits);
        var half = StudentT.TwoSided(level, Units - 1) * error;
        return Estimates.Of(Value, Value - half, Value + half, level, IntervalMethod.T, Units, error == 0 ? "All units have the same mean, so the interval has no width; that does not make it certain." : "");
    }

    /// <summary>By the method of the settings.</summary>
    /// <param name="settings">Level, method, resamples and seed.</param>
    /// <param name="work">How many threads at most, and what stops them.</param>
    internal Estimate With(ResamplingSettings settings, ParallelOptions work)
    {
        if (settings.Method == IntervalMethod.T || Units < 2) return WithT(settings.Level);
        var replicates = Bootstrap.Replicates(Units, settings, Purpose, OfDrawn, work);
        if (settings.Method != IntervalMethod.Bca) return Bootstrap.Percentile(Value, replicates, settings, Units);
        var total = sums.Sum();
        double[] jackknife = [.. sums.Zip(sizes, (sum, size) => Value + (total - sum) / (values - size))];
        return Bootstrap.Bca(Value, replicates, jackknife, settings, Units);
    }

    private double OfDrawn(int[] drawn)
    {
        double sum = 0, size = 0;
        if (values == Units)
        {
            foreach (var unit in drawn) sum += sums[unit];
            return Value + sum / values;
        }
        foreach (var unit in drawn)
        {
            sum += sums[unit];
            size += sizes[unit];
        }
        return Value + sum / size;
    }
}
