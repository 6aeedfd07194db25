using System.Buffers;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Krippendorff's alpha (Hayes and Krippendorff 2007; Krippendorff 2019) over every item with two ratings or more, whoever gave them: 1
/// less observed over chance disagreement. Nominal and ordinal take categories, interval takes the ratings as they are. The ordinal
/// difference of two categories is that of their mean ranks over all ratings. At most 1, 0 at chance; undefined where all ratings
/// are the same. Resamples draw items, and chance is that of the resample.
/// </summary>
internal sealed class KrippendorffAlpha : IItemStatistics
{
    /// <summary>The levels, in the order of the values.</summary>
    internal static IReadOnlyList<MeasurementLevel> Levels { get; } = [MeasurementLevel.Nominal, MeasurementLevel.Ordinal, MeasurementLevel.Interval];

    private readonly PairableItem[] items;
    private readonly int categories;
    private readonly double largest;

    internal KrippendorffAlpha(RatingTable table, Categories places)
    {
        categories = places.Values.Count;
        double[] all = [.. table.Ratings.SelectMany(ratings => ratings).Where(rating => !double.IsNaN(rating))];
        var centre = all.Length == 0 ? 0 : Mean.Of(all);
        largest = all.Length == 0 ? 0 : all.Max(Math.Abs);
        items = [.. Enumerable.Range(0, table.Items).Where(item => table.Rated(item) > 1).Select(item => PairableItem.Of(item, table.Ratings[item], places.OfRatings[item], centre))];
    }

    public int Count => Levels.Count;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var counts = ArrayPool<long>.Shared.Rent(categories);
        var ranks = ArrayPool<double>.Shared.Rent(categories);
        try
        {
            var margin = counts.AsSpan(0, categories);
            margin.Clear();
            long n = 0;
            double nominal = 0, interval = 0, sum = 0, squares = 0;
            foreach (var item in items)
            {
                var weight = weights[item.Item];
                if (weight == 0) continue;
                n += (long)weight * item.Categories.Length;
                nominal += weight * item.NominalDisagreement;
                interval += weight * item.IntervalDisagreement;
                sum += weight * item.Sum;
                squares += weight * item.Squares;
                foreach (var category in item.Categories) margin[category] += weight;
            }
            values[0] = Alpha(nominal, NominalChance(margin, n), n);
            values[1] = Ordinal(weights, margin, ranks.AsSpan(0, categories), n);
            var variance = n == 0 ? 0 : squares / n - sum / n * (sum / n);
            values[2] = Alpha(interval, n == 0 || Constancy.Is(variance, squares / n, largest) ? 0 : 2.0 * n * n * variance, n);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(counts);
            ArrayPool<double>.Shared.Return(ranks);
        }
    }

    /// <param name="observed">Differences inside items, each item's ordered pairs over one less than its ratings.</param>
    /// <param name="chance">Differences of all ordered pairs of ratings.</param>
    /// <param name="n">Ratings.</param>
    private static double Alpha(double observed, double chance, long n) => chance > 0 ? 1 - observed * (n - 1) / chance : double.NaN;

    private static double NominalChance(ReadOnlySpan<long> margin, long n)
    {
        var same = 0.0;
        foreach (var count in margin) same += (double)count * count;
        return (double)n * n - same;
    }

    private double Ordinal(ReadOnlySpan<int> weights, ReadOnlySpan<long> margin, Span<double> ranks, long n)
    {
        // Mean ranks around the middle, whose sum over all ratings is 0.
        var below = -n / 2.0;
        var chance = 0.0;
        for (var category = 0; category < margin.Length; category++)
        {
            ranks[category] = below + margin[category] / 2.0;
            below += margin[category];
            chance += margin[category] * ranks[category] * ranks[category];
        }
        if (chance == 0) return double.NaN;
        var observed = 0.0;
        foreach (var item in items)
        {
            var weight = weights[item.Item];
            if (weight == 0) continue;
            double sum = 0, squares = 0;
            foreach (var category in item.Categories)
            {
                sum += ranks[category];
                squares += ranks[category] * ranks[category];
            }
            observed += weight * 2 * (item.Categories.Length * squares - sum * sum) / (item.Categories.Length - 1);
        }
        return Alpha(observed, 2 * n * chance, n);
    }
}
