using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>Where a text has each pair of neighbouring words. Its memory is rented.</summary>
internal sealed class PairPlaces : IDisposable
{
    private readonly NgramTable table;
    private readonly int[] first;
    private readonly int[] after;

    internal PairPlaces(int[] words)
    {
        var pairs = Math.Max(0, words.Length - 1);
        table = new NgramTable(pairs);
        after = ArrayPool<int>.Shared.Rent(pairs);
        table.Number(words, words, after.AsSpan(0, pairs));
        first = ArrayPool<int>.Shared.Rent(table.Count);
        first.AsSpan(0, table.Count).Fill(-1);
        // From the end, so that each place leads to the next one of the same pair.
        for (var place = pairs - 1; place >= 0; place--)
        {
            var pair = after[place];
            (after[place], first[pair]) = (first[pair], place);
        }
    }

    /// <summary>The first place of a pair; -1 when there is none.</summary>
    internal int First(int left, int right) => table.Find(left, right) is var pair and >= 0 ? first[pair] : -1;

    /// <summary>The next place of the same pair; -1 after the last.</summary>
    internal int After(int place) => after[place];

    public void Dispose()
    {
        table.Dispose();
        ArrayPool<int>.Shared.Return(first);
        ArrayPool<int>.Shared.Return(after);
    }
}
