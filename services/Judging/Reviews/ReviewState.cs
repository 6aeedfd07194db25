namespace MedHelm.Judging.Reviews;

/// <summary>A review with its drawn items, in the order of the draws. Says who may rate what; changes nothing.</summary>
internal sealed record ReviewState(ReviewRecord Review, IReadOnlyList<DrawnItem> Items)
{
    /// <summary>True when another item may be drawn.</summary>
    public bool MayDraw => Items.Count < Review.MostItems;

    public DrawnItem? Find(string item) => Items.FirstOrDefault(drawn => drawn.Item == item);

    /// <summary>
    /// The item that this rater has in hand, else the one to take: first those that others have rated already, so that items come to their end, the oldest draw
    /// first. Null when none that was drawn is left for this rater.
    /// </summary>
    public DrawnItem? NextFor(string rater, long nowMs) =>
        Items.FirstOrDefault(item => item.Ratings.Any(rating => rating.Rater == rater && rating.Marks is null && rating.ExpireMs > nowMs))
        ?? Items.Where(item => IsOpenTo(item, rater, nowMs)).OrderByDescending(item => item.Rated.Count).ThenBy(item => item.Draw).FirstOrDefault();

    /// <summary>True when the rater has not rated the item and there is room for one more.</summary>
    public bool IsOpenTo(DrawnItem item, string rater, long nowMs) =>
        item.Decided is null
        && item.Ratings.All(rating => rating.Rater != rater || rating.Marks is null)
        && item.Ratings.Count(rating => rating.Rater != rater && rating.Holds(nowMs)) < Review.Spec.RatersPerItem;

    /// <summary>Items that this rater may still rate.</summary>
    public int LeftFor(string rater, long nowMs) => Items.Count(item => IsOpenTo(item, rater, nowMs)) + Review.MostItems - Items.Count;
}
