using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// The categories ratings fall into, as rising numbers. A rating between two goes to the nearer; half-way to the even one (an even whole
/// number, else an even place among the categories) or to the upper one.
/// </summary>
internal sealed class Categories
{
    // Means such as (13/3 + 14/3) / 2 are half-way whatever their last digit says.
    private const double HalfWay = 1e-9;

    private readonly double[] values;
    private readonly bool halvesGoUp;

    /// <param name="posted">The categories, rising; empty means the ratings that occur.</param>
    /// <param name="rounding">Where half-way goes.</param>
    /// <param name="table">The ratings.</param>
    internal Categories(IReadOnlyCollection<double> posted, Rounding rounding, RatingTable table)
    {
        values = posted.Count > 0 ? [.. posted] : [.. table.Ratings.SelectMany(ratings => ratings).Where(rating => !double.IsNaN(rating)).Distinct().Order()];
        halvesGoUp = rounding == Rounding.HalfUp;
        OfRatings = [.. table.Ratings.Select(ratings => ratings.Select(rating => double.IsNaN(rating) ? -1 : Place(rating)).ToArray())];
    }

    /// <summary>The categories themselves, rising.</summary>
    internal IReadOnlyList<double> Values => values;

    /// <summary>For each item and rater the category's place; -1 where there is no rating.</summary>
    internal int[][] OfRatings { get; }

    /// <summary>The place of the category that a rating falls into.</summary>
    internal int Place(double rating)
    {
        var found = Array.BinarySearch(values, rating);
        if (found >= 0) return found;
        var above = ~found;
        if (above == 0) return 0;
        if (above == values.Length) return above - 1;
        var share = (rating - values[above - 1]) / (values[above] - values[above - 1]) - 0.5;
        if (Math.Abs(share) > HalfWay) return share < 0 ? above - 1 : above;
        if (halvesGoUp) return above;
        if (IsEven(values[above - 1]) != IsEven(values[above])) return IsEven(values[above]) ? above : above - 1;
        return above % 2 == 0 ? above : above - 1;
    }

    private static bool IsEven(double value) => Math.IEEERemainder(value, 2) == 0;
}
