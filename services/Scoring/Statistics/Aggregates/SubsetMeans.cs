using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>The plain mean of each sub-run's values, by name. A sub-run without any value has none, and so does not
/// enter the mean of means, which alone is cut where a column is clipped.</summary>
internal static class SubsetMeans
{
    internal static IReadOnlyList<SubsetMean> Of(AggregateValues model) =>
    [
        .. model.Subsets.Zip(model.Values)
            .GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)
            .OrderBy(subset => subset.Key, StringComparer.Ordinal)
            .Select(subset => new SubsetMean { Subset = subset.Key, Mean = Mean.Of([.. subset]), Scored = subset.Count() }),
    ];
}
