using System.Buffers;
using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>Numbers words from 0 in the order in which they are first seen. Its memory is rented and goes back when it is disposed.</summary>
internal sealed class WordTable : IDisposable
{
    private const int FirstSlots = 512;

    private Slot[] slots;
    private byte[] letters = ArrayPool<byte>.Shared.Rent(4 * FirstSlots);
    private int mask = FirstSlots - 1;
    private int used;

    internal WordTable()
    {
        slots = Empty(FirstSlots);
    }

    internal int Count { get; private set; }

    /// <summary>The number of a word.</summary>
    internal int Number(ReadOnlySpan<byte> word, out bool isNew)
    {
        var hash = Hash(word);
        var at = hash & mask;
        for (; slots[at].Length > 0; at = (at + 1) & mask)
        {
            ref readonly var slot = ref slots[at];
            isNew = false;
            if (slot.Hash == hash && word.SequenceEqual(letters.AsSpan(slot.Start, slot.Length))) return slot.Number;
        }
        isNew = true;
        slots[at] = new(hash, Store(word), word.Length, Count);
        if (++Count * 2 > mask) Grow();
        return Count - 1;
    }

    public void Dispose()
    {
        ArrayPool<Slot>.Shared.Return(slots);
        ArrayPool<byte>.Shared.Return(letters);
    }

    // Seeded anew in each process: nobody can choose words that collide. Numbers do not depend on it.
    private static int Hash(ReadOnlySpan<byte> word)
    {
        var hash = default(HashCode);
        hash.AddBytes(word);
        return hash.ToHashCode();
    }

    private int Store(ReadOnlySpan<byte> word)
    {
        if (used + word.Length > letters.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (used + word.Length));
            letters.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(letters);
            letters = larger;
        }
        word.CopyTo(letters.AsSpan(used));
        used += word.Length;
        return used - word.Length;
    }

    private void Grow()
    {
        var larger = Empty((mask + 1) * 4);
        var largerMask = (mask + 1) * 4 - 1;
        foreach (ref readonly var slot in slots.AsSpan(0, mask + 1))
        {
            if (slot.Length == 0) continue;
            var at = slot.Hash & largerMask;
            while (larger[at].Length > 0) at = (at + 1) & largerMask;
            larger[at] = slot;
        }
        ArrayPool<Slot>.Shared.Return(slots);
        (slots, mask) = (larger, largerMask);
    }

    private static Slot[] Empty(int count)
    {
        var empty = ArrayPool<Slot>.Shared.Rent(count);
        Array.Clear(empty, 0, count);
        return empty;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(int Hash, int Start, int Length, int Number);
}
