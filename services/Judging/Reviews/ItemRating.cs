using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Reviews;

/// <summary>An item in the hands of a rater, and what the rater said.</summary>
/// <param name="Rater">The rater.</param>
/// <param name="ExpireMs">Until when it is kept for the rater, in milliseconds since 1970.</param>
/// <param name="Marks">One for each criterion, in the rubric's order; null until it is rated.</param>
/// <param name="Comment">The rater's.</param>
/// <param name="RatedMs">When it was rated first.</param>
internal sealed record ItemRating(string Rater, long ExpireMs, Marks? Marks, string Comment, long RatedMs)
{
    /// <summary>True when the rater has rated it, or may still do so.</summary>
    public bool Holds(long nowMs) => Marks is not null || ExpireMs > nowMs;
}
