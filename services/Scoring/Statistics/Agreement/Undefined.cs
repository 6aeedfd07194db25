using System.Globalization;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>Says why a measure of agreement is undefined, where it is.</summary>
internal static class Undefined
{
    internal static string WithoutVariety(int items, string which) => items == 0
        ? $"No item is {which}."
        : "All ratings fall into one category, so chance leaves no room for disagreement.";

    internal static string Correlation(int items) => items < 2
        ? string.Create(CultureInfo.InvariantCulture, $"A correlation needs two items rated by both, has {items}.")
        : "One of the raters gives every item the same rating.";

    internal static string Correlation(RatingTable table, CompleteRatings ratings, bool standardise)
    {
        if (ratings.Items.Length < 2) return string.Create(CultureInfo.InvariantCulture, $"An intraclass correlation needs two items rated by all, has {ratings.Items.Length}.");
        return standardise && WithoutSpread(table, ratings) is { } rater
            ? $"Rater '{rater}' gives every item the same rating, which cannot be standardised."
            : "Items do not differ in their mean rating.";
    }

    internal static string Votes(RatingTable table, CompleteRatings ratings, bool standardise)
    {
        if (ratings.Raters < 3) return "Effective votes need two raters beside the reference.";
        if (ratings.Items.Length < 2) return Correlation(table, ratings, standardise);
        return standardise && WithoutSpread(table, ratings) is { } rater
            ? $"Rater '{rater}' gives every item the same rating, which cannot be standardised."
            : "A rater's difference from the reference never varies, or the raters' errors cancel out.";
    }

    private static string? WithoutSpread(RatingTable table, CompleteRatings ratings)
    {
        var all = new int[table.Items];
        Array.Fill(all, 1);
        var variances = new double[ratings.Raters];
        ratings.Moments(all, new double[ratings.Raters], variances);
        var rater = Array.IndexOf(variances, 0);
        return rater < 0 ? null : table.Raters[rater];
    }
}
