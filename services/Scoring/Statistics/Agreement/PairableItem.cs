namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>An item with two ratings or more, and what it adds to the sums of Krippendorff's alpha.</summary>
/// <param name="Item">Its number in the table.</param>
/// <param name="Categories">The categories of its ratings.</param>
/// <param name="NominalDisagreement">Ordered pairs of ratings in different categories, over one less than its ratings.</param>
/// <param name="IntervalDisagreement">Squared differences of ordered pairs of ratings, over one less than its ratings.</param>
/// <param name="Sum">Sum of its ratings, around the centre.</param>
/// <param name="Squares">Sum of their squares, around the centre.</param>
internal sealed record PairableItem(int Item, int[] Categories, double NominalDisagreement, double IntervalDisagreement, double Sum, double Squares)
{
    internal static PairableItem Of(int item, double[] ratings, int[] places, double centre)
    {
        int[] categories = [.. places.Where(place => place >= 0)];
        double[] values = [.. ratings.Where(rating => !double.IsNaN(rating)).Select(rating => rating - centre)];
        double m = values.Length;
        var own = Mean.Of(values);
        return new(
            item,
            categories,
            (m * m - categories.GroupBy(c => c).Sum(same => (double)same.Count() * same.Count())) / (m - 1),
            2 * m * values.Sum(value => (value - own) * (value - own)) / (m - 1),
            values.Sum(),
            values.Sum(value => value * value));
    }
}
