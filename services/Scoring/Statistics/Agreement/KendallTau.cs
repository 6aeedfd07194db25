using System.Buffers;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Kendall's tau-b (Kendall 1945): concordant less discordant pairs of items, over the geometric mean of the pairs that are not tied in the
/// one and in the other. In n log n steps, by counting what lies below in a binary indexed tree (Fenwick 1994).
/// </summary>
internal static class KendallTau
{
    /// <param name="cells">Both raters' ratings.</param>
    /// <param name="counts">Items in each cell.</param>
    /// <param name="first">Items with each of the first rater's values.</param>
    /// <param name="second">Likewise the second's.</param>
    /// <param name="n">Items in all.</param>
    internal static double Of(PairCells cells, ReadOnlySpan<int> counts, ReadOnlySpan<int> first, ReadOnlySpan<int> second, long n)
    {
        var untiedFirst = Pairs(n) - TiedPairs(first);
        var untiedSecond = Pairs(n) - TiedPairs(second);
        if (untiedFirst == 0 || untiedSecond == 0) return double.NaN;
        var tree = ArrayPool<int>.Shared.Rent(second.Length + 1);
        try
        {
            return Math.Clamp(ConcordantLessDiscordant(cells, counts, tree.AsSpan(0, second.Length + 1)) / Math.Sqrt((double)untiedFirst * untiedSecond), -1, 1);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(tree);
        }
    }

    private static double ConcordantLessDiscordant(PairCells cells, ReadOnlySpan<int> counts, Span<int> tree)
    {
        tree.Clear();
        long difference = 0;
        long earlier = 0;
        var places = cells.Cells;
        for (var start = 0; start < places.Length;)
        {
            // Items of the same first value are tied with each other: all are counted before any enters the tree.
            var end = start;
            for (; end < places.Length && places[end].First == places[start].First; end++)
            {
                if (counts[end] == 0) continue;
                var below = Below(tree, places[end].Second);
                var upTo = Below(tree, places[end].Second + 1);
                difference += counts[end] * (below - (earlier - upTo));
            }
            for (; start < end; start++)
            {
                if (counts[start] == 0) continue;
                earlier += counts[start];
                for (var node = places[start].Second + 1; node < tree.Length; node += node & -node) tree[node] += counts[start];
            }
        }
        return difference;
    }

    private static long Below(ReadOnlySpan<int> tree, int place)
    {
        long sum = 0;
        for (var node = place; node > 0; node -= node & -node) sum += tree[node];
        return sum;
    }

    private static long TiedPairs(ReadOnlySpan<int> margin)
    {
        long pairs = 0;
        foreach (var count in margin) pairs += Pairs(count);
        return pairs;
    }

    private static long Pairs(long n) => n * (n - 1) / 2;
}
