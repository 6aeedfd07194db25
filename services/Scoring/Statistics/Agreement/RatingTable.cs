using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>Ratings of items by raters.</summary>
/// <param name="Raters">Names of the raters.</param>
/// <param name="Ratings">For each item its ratings in the order of the raters; NaN where there is none.</param>
/// <param name="Units">The independent units of the items.</param>
internal sealed record RatingTable(IReadOnlyList<string> Raters, double[][] Ratings, Units Units)
{
    /// <summary>How many items there are.</summary>
    internal int Items => Ratings.Length;

    /// <summary>The posted table. Items go by name, so that the order they came in changes no resample.</summary>
    internal static RatingTable Of(MeasureAgreementRequest request)
    {
        RatedItem[] items = [.. request.Items.OrderBy(item => item.Item, StringComparer.Ordinal)];
        return new(
            [.. request.Raters],
            [.. items.Select(item => item.Ratings.Select(rating => rating.HasValue ? rating.Value : double.NaN).ToArray())],
            Units.Of(items.Length, [.. items.Select(item => item.Cluster)]));
    }

    /// <summary>Numbers of the items that every rater rated.</summary>
    internal int[] Complete() => [.. Enumerable.Range(0, Items).Where(IsComplete)];

    internal bool IsComplete(int item) => !Array.Exists(Ratings[item], double.IsNaN);

    internal bool HasPair(int item, int first, int second) => !double.IsNaN(Ratings[item][first]) && !double.IsNaN(Ratings[item][second]);

    internal int Rated(int item) => Ratings[item].Count(rating => !double.IsNaN(rating));
}
