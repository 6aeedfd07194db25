using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Adds up rows of numbers that lie side by side, one lane for each model, so that one resample serves all models. This is the inner
/// loop of every interval and test on leaderboards.
/// </summary>
internal static class LaneSums
{
    private static readonly int Width = Vector256<double>.Count;

    /// <summary>Room for so many lanes, in whole vectors.</summary>
    internal static int Stride(int lanes) => (lanes + Width - 1) / Width * Width;

    /// <summary>The sums over the drawn rows.</summary>
    /// <param name="rows">Row after row, each of the totals' length, which is a whole number of vectors.</param>
    /// <param name="drawn">Offsets of rows, each as often as it was drawn.</param>
    /// <param name="totals">Takes the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfDrawn(ReadOnlySpan<double> rows, ReadOnlySpan<int> drawn, Span<double> totals)
    {
        var stride = totals.Length;
        ref var start = ref MemoryMarshal.GetReference(rows);
        for (var lane = 0; lane < stride;)
        {
            // Three vectors at a time stay in registers, and nine models fill them.
            if (lane + 3 * Width <= stride)
            {
                Vector256<double> a = default, b = default, c = default;
                foreach (var offset in drawn)
                {
                    var row = (nuint)(uint)(offset + lane);
                    a += Vector256.LoadUnsafe(ref start, row);
                    b += Vector256.LoadUnsafe(ref start, row + (nuint)Width);
                    c += Vector256.LoadUnsafe(ref start, row + (nuint)(2 * Width));
                }
                Store(totals, ref lane, a, b, c);
            }
            else
            {
                Vector256<double> a = default;
                foreach (var offset in drawn) a += Vector256.LoadUnsafe(ref start, (nuint)(uint)(offset + lane));
                a.CopyTo(totals[lane..]);
                lane += Width;
            }
        }
    }

    /// <summary>The sums over the rows whose bit is set.</summary>
    /// <param name="rows">As many as bits, 64 to a word; the last word may have fewer.</param>
    /// <param name="bits">Bits beyond the rows must be 0.</param>
    /// <param name="totals">Takes the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfMarked(ReadOnlySpan<double> rows, ReadOnlySpan<ulong> bits, Span<double> totals)
    {
        var stride = totals.Length;
        ref var start = ref MemoryMarshal.GetReference(rows);
        for (var lane = 0; lane < stride;)
        {
            if (lane + 3 * Width <= stride)
            {
                Vector256<double> a = default, b = default, c = default;
                for (var word = 0; word < bits.Length; word++)
                {
                    for (var left = bits[word]; left != 0; left &= left - 1)
                    {
                        var row = (nuint)((word * 64 + BitOperations.TrailingZeroCount(left)) * stride + lane);
                        a += Vector256.LoadUnsafe(ref start, row);
                        b += Vector256.LoadUnsafe(ref start, row + (nuint)Width);
                        c += Vector256.LoadUnsafe(ref start, row + (nuint)(2 * Width));
                    }
                }
                Store(totals, ref lane, a, b, c);
            }
            else
            {
                Vector256<double> a = default;
                for (var word = 0; word < bits.Length; word++)
                    for (var left = bits[word]; left != 0; left &= left - 1)
                        a += Vector256.LoadUnsafe(ref start, (nuint)((word * 64 + BitOperations.TrailingZeroCount(left)) * stride + lane));
                a.CopyTo(totals[lane..]);
                lane += Width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<double> totals, ref int lane, Vector256<double> a, Vector256<double> b, Vector256<double> c)
    {
        a.CopyTo(totals[lane..]);
        b.CopyTo(totals[(lane + Width)..]);
        c.CopyTo(totals[(lane + 2 * Width)..]);
        lane += 3 * Width;
    }
}
