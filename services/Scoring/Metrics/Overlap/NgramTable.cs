using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>Numbers n-grams from 0: each is an n-gram shorter by one and the word after it. Its memory is rented.</summary>
internal sealed class NgramTable : IDisposable
{
    private const long Free = -1;

    private readonly long[] keys;
    private readonly int[] numbers;
    private readonly int mask;

    /// <param name="most">Most n-grams that are numbered.</param>
    internal NgramTable(int most)
    {
        var slots = 16;
        while (slots < 2L * most) slots *= 2;
        mask = slots - 1;
        keys = ArrayPool<long>.Shared.Rent(slots);
        numbers = ArrayPool<int>.Shared.Rent(slots);
        keys.AsSpan(0, slots).Fill(Free);
    }

    internal int Count { get; private set; }

    /// <summary>Numbers the n-grams of a text.</summary>
    /// <param name="shorter">Its n-grams shorter by one, of which there is one more.</param>
    /// <param name="words">Its words.</param>
    /// <param name="numbered">Takes one number for each n-gram.</param>
    internal void Number(ReadOnlySpan<int> shorter, ReadOnlySpan<int> words, Span<int> numbered)
    {
        var skipped = words.Length - numbered.Length;
        for (var i = 0; i < numbered.Length; i++)
        {
            var at = Slot(shorter[i], words[i + skipped]);
            if (keys[at] == Free)
            {
                keys[at] = Key(shorter[i], words[i + skipped]);
                numbers[at] = Count++;
            }
            numbered[i] = numbers[at];
        }
    }

    /// <summary>The number of an n-gram; -1 when it was never numbered.</summary>
    internal int Find(int shorter, int word)
    {
        var at = Slot(shorter, word);
        return keys[at] == Free ? -1 : numbers[at];
    }

    public void Dispose()
    {
        ArrayPool<long>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(numbers);
    }

    private static long Key(int shorter, int word) => ((long)shorter << 32) | (uint)word;

    private int Slot(int shorter, int word)
    {
        var key = Key(shorter, word);
        var at = (int)(((ulong)key * 0x9E3779B97F4A7C15) >> 33) & mask;
        while (keys[at] != key && keys[at] != Free) at = (at + 1) & mask;
        return at;
    }
}
