namespace MedHelm.Scoring.Statistics;

/// <summary>Sample standard deviation: divisor n - 1 (MedHELM's SD of the macro-average, over benchmarks).</summary>
internal static class SampleDeviation
{
    /// <summary>Null below two values.</summary>
    internal static double? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2) return null;
        var mean = Mean.Of(values);
        return Math.Sqrt(ExactSum.Of(values.Select(v => (v - mean) * (v - mean))) / (values.Count - 1));
    }
}
