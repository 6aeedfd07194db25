using System.Buffers;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Fleiss' kappa of all raters (Fleiss 1971), over the items that every rater rated: how far the share of agreeing pairs of ratings lies
/// above chance. At most 1, 0 at chance; undefined without such items, or where all ratings are the same.
/// </summary>
internal sealed class FleissKappa : IItemStatistics
{
    private readonly int[] items;
    private readonly int[] categories;
    private readonly int[] agreeing;
    private readonly int raters;
    private readonly int used;

    internal FleissKappa(RatingTable table, Categories places)
    {
        items = table.Complete();
        raters = table.Raters.Count;
        used = places.Values.Count;
        categories = [.. items.SelectMany(item => places.OfRatings[item])];
        // Ordered pairs of different raters in the same category.
        agreeing = [.. items.Select(item => places.OfRatings[item].GroupBy(c => c).Sum(same => same.Count() * (same.Count() - 1)))];
    }

    public int Count => 1;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var room = ArrayPool<long>.Shared.Rent(used);
        try
        {
            var margin = room.AsSpan(0, used);
            margin.Clear();
            long n = 0;
            long pairs = 0;
            for (var i = 0; i < items.Length; i++)
            {
                var weight = weights[items[i]];
                if (weight == 0) continue;
                n += weight;
                pairs += (long)weight * agreeing[i];
                foreach (var category in categories.AsSpan(i * raters, raters)) margin[category] += weight;
            }
            double ratings = n * raters;
            var chance = 0.0;
            foreach (var count in margin)
            {
                if (count == ratings) n = 0;
                chance += count / ratings * (count / ratings);
            }
            values[0] = n == 0 ? double.NaN : (pairs / (ratings * (raters - 1)) - chance) / (1 - chance);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(room);
        }
    }
}
