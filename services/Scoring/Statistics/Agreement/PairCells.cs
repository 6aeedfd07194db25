namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Two raters' ratings of the same items as a cross table: each item lies in a cell of two values, so that a resample is a count of
/// cells, however many items there are. Cells go by the first value, then the second.
/// </summary>
internal sealed class PairCells
{
    private readonly int[] items;
    private readonly int[] cellOfItem;

    /// <param name="pairs">For each item both ratings; NaN in either leaves the item out.</param>
    internal PairCells(IReadOnlyList<(double First, double Second)> pairs)
    {
        items = [.. Enumerable.Range(0, pairs.Count).Where(i => !double.IsNaN(pairs[i].First) && !double.IsNaN(pairs[i].Second))];
        First = [.. items.Select(i => pairs[i].First).Distinct().Order()];
        Second = [.. items.Select(i => pairs[i].Second).Distinct().Order()];
        (int First, int Second)[] places = [.. items.Select(i => (Array.BinarySearch(First, pairs[i].First), Array.BinarySearch(Second, pairs[i].Second)))];
        Cells = [.. places.Distinct().Order()];
        var numbers = new Dictionary<(int, int), int>(Cells.Length);
        for (var cell = 0; cell < Cells.Length; cell++) numbers[Cells[cell]] = cell;
        cellOfItem = [.. places.Select(place => numbers[place])];
    }

    /// <summary>The first rater's values, rising.</summary>
    internal double[] First { get; }

    /// <summary>The second rater's values, rising.</summary>
    internal double[] Second { get; }

    /// <summary>Places of both values in <see cref="First"/> and <see cref="Second"/>.</summary>
    internal (int First, int Second)[] Cells { get; }

    /// <summary>Counts the items of each cell; gives how many there are in all.</summary>
    internal long Tally(ReadOnlySpan<int> weights, Span<int> counts)
    {
        counts.Clear();
        long n = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var weight = weights[items[i]];
            counts[cellOfItem[i]] += weight;
            n += weight;
        }
        return n;
    }

    /// <summary>Counts of the first rater's values and of the second's, from counts of cells.</summary>
    internal void Margins(ReadOnlySpan<int> counts, Span<int> first, Span<int> second)
    {
        first.Clear();
        second.Clear();
        for (var cell = 0; cell < Cells.Length; cell++)
        {
            first[Cells[cell].First] += counts[cell];
            second[Cells[cell].Second] += counts[cell];
        }
    }
}
