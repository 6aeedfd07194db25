using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>Instances without a value, summed by reason.</summary>
internal static class UnscoredSums
{
    /// <summary>One for each reason, in ordinal order of the reasons.</summary>
    internal static IEnumerable<UnscoredTally> Of(IEnumerable<UnscoredTally> tallies) => tallies
        .GroupBy(tally => tally.Reason, StringComparer.Ordinal)
        .OrderBy(reason => reason.Key, StringComparer.Ordinal)
        .Select(reason => new UnscoredTally { Reason = reason.Key, Count = reason.Sum(tally => tally.Count) });
}
