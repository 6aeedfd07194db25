using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics;

/// <summary>
/// Standard deviation: root of the sum of squared distances from the mean over n (population) or n - 1 (sample). From 0. MedHELM
/// publishes its SD of the macro-average with n - 1 and its SD of wins with n.
/// </summary>
internal static class StandardDeviation
{
    /// <summary>NaN below one value (population) or two (sample).</summary>
    /// <param name="values">The values, which stay as they are.</param>
    /// <param name="divisor">Anything but population means sample.</param>
    internal static double Of(ReadOnlySpan<double> values, Deviation divisor)
    {
        var free = divisor == Deviation.Population ? values.Length : values.Length - 1;
        if (free < 1) return double.NaN;
        var mean = Mean.Of(values);
        Span<double> squares = values.Length <= 256 ? stackalloc double[values.Length] : new double[values.Length];
        for (var i = 0; i < values.Length; i++) squares[i] = (values[i] - mean) * (values[i] - mean);
        return Math.Sqrt(ExactSum.Of(squares) / free);
    }
}
