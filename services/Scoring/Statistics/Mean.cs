namespace MedHelm.Scoring.Statistics;

/// <summary>Arithmetic mean, from the correctly rounded sum.</summary>
internal static class Mean
{
    /// <exception cref="ArgumentException">There are no values.</exception>
    internal static double Of(IReadOnlyCollection<double> values) => values.Count > 0
        ? ExactSum.Of(values) / values.Count
        : throw new ArgumentException("The mean of no values is undefined.", nameof(values));

    /// <summary>NaN of no values.</summary>
    internal static double Of(ReadOnlySpan<double> values) => values.IsEmpty ? double.NaN : ExactSum.Of(values) / values.Length;
}
