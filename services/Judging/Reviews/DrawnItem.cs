using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Reviews;

/// <summary>An answer of a review that was drawn for rating.</summary>
/// <param name="Item">Its opaque name.</param>
/// <param name="Judged">What the jury said of it.</param>
/// <param name="InstanceId">Instance id.</param>
/// <param name="Spread">Spread of the jurors' marks.</param>
/// <param name="Draw">From 1, in the order of the draws.</param>
/// <param name="Chance">With which it was drawn among those that were left.</param>
/// <param name="Decided">The adjudicator's marks; null where there are none.</param>
/// <param name="Ratings">Who has it, or rated it.</param>
internal sealed record DrawnItem(string Item, JudgedAnswer Judged, string InstanceId, double Spread, long Draw, double Chance, Marks? Decided, IReadOnlyList<ItemRating> Ratings)
{
    /// <summary>The ratings, in the order in which they came.</summary>
    public IReadOnlyList<ItemRating> Rated => [.. Ratings.Where(rating => rating.Marks is not null).OrderBy(rating => rating.RatedMs).ThenBy(rating => rating.Rater, StringComparer.Ordinal)];

    /// <summary>How far apart the raters' means over criteria lie; 0 with fewer than two.</summary>
    public double Distance => Rated is { Count: > 1 } rated ? rated.Max(rating => MeanOf(rating.Marks!)) - rated.Min(rating => MeanOf(rating.Marks!)) : 0;

    /// <summary>True when it has as many ratings as the review demands.</summary>
    public bool IsRated(ReviewSpec spec) => Rated.Count >= spec.RatersPerItem;

    /// <summary>True when the raters differ by more than the review allows, somebody is to decide, and has not.</summary>
    public bool IsDisputed(ReviewSpec spec) => spec.Adjudicator.Length > 0 && Decided is null && IsRated(spec) && Distance > spec.DisputeAbove;

    /// <summary>The label: the adjudicator's mean, else the mean of the raters' where it stands; null where there is none yet.</summary>
    public double? Label(ReviewSpec spec) =>
        Decided is not null ? MeanOf(Decided) : IsRated(spec) && !IsDisputed(spec) ? Rated.Average(rating => MeanOf(rating.Marks!)) : null;

    /// <summary>Mean over criteria.</summary>
    public static double MeanOf(Marks marks) => marks.Marks_.Average(mark => mark.Score);
}
