namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>Statistics of a table of items, each of which may count several times or not at all. Safe on several threads.</summary>
internal interface IItemStatistics
{
    /// <summary>How many values <see cref="Measure"/> gives.</summary>
    int Count { get; }

    /// <param name="weights">How often each item counts, 0 or more.</param>
    /// <param name="values">Takes the statistics, in a fixed order; NaN where one is undefined.</param>
    void Measure(ReadOnlySpan<int> weights, Span<double> values);
}
