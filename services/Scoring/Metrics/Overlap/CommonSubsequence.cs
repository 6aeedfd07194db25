using System.Buffers;
using System.Numerics;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Longest common subsequences, 64 words at a time (Crochemore et al. A fast and practical bit-vector algorithm for the longest common subsequence
/// problem. Inf Process Lett 2001;80:279-285; Hyyro 2004). A clear bit i after column j says that the subsequence of the first i + 1 words of
/// the one text and the first j of the other is longer by one than without word i.
/// </summary>
internal static class CommonSubsequence
{
    private const int Bits = 64;
    // Columns kept at a time when a subsequence is traced: 8 MB.
    private const int MostKept = 1 << 20;
    private const int FewestColumns = 64;

    /// <summary>Its length. Time is the product of the lengths by 64.</summary>
    /// <param name="rows">One text.</param>
    /// <param name="columns">The other.</param>
    /// <param name="vocabulary">All numbers are below it.</param>
    /// <param name="cancel">Ends the work.</param>
    internal static int Length(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int vocabulary, CancellationToken cancel = default)
    {
        var words = (rows.Length + Bits - 1) / Bits;
        using var scratch = new BitColumns(vocabulary, columns.Length);
        var length = 0;
        for (var word = 0; word < words; word++)
        {
            cancel.ThrowIfCancellationRequested();
            var last = scratch.Advance(Slice(rows, word), columns, ulong.MaxValue, word > 0, []);
            length += BitOperations.PopCount(~last & Mask(rows.Length, word));
        }
        return length;
    }

    /// <summary>
    /// Marks the words of one longest common subsequence in <paramref name="marked"/>: the one that is found going back from both ends and leaving out a word
    /// of <paramref name="rows"/> where either text could lose one, which is how rouge_score chooses among several.
    /// </summary>
    /// <param name="rows">One text.</param>
    /// <param name="columns">The other.</param>
    /// <param name="scratch">Made for as many columns as the longest other text has.</param>
    /// <param name="marked">One for each word of <paramref name="rows"/>.</param>
    /// <param name="mostKept">Most groups of 64 bits kept at a time; the result does not depend on it.</param>
    /// <param name="cancel">Ends the work.</param>
    internal static void Mark(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, BitColumns scratch, Span<bool> marked, int mostKept = MostKept, CancellationToken cancel = default)
    {
        if (rows.IsEmpty || columns.IsEmpty) return;
        var words = (rows.Length + Bits - 1) / Bits;
        var chunk = Math.Min(columns.Length, Math.Max(FewestColumns, mostKept / words));
        var chunks = (columns.Length + chunk - 1) / chunk;
        var starts = ArrayPool<ulong>.Shared.Rent(chunks * words);
        var kept = ArrayPool<ulong>.Shared.Rent(chunk * words);
        starts.AsSpan(0, words).Fill(ulong.MaxValue);
        for (var c = 0; c + 1 < chunks; c++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var word = 0; word < words; word++)
                starts[(c + 1) * words + word] = scratch.Advance(Slice(rows, word), columns.Slice(c * chunk, chunk), starts[c * words + word], word > 0, []);
        }

        var (row, column) = (rows.Length, columns.Length);
        for (var c = chunks - 1; c >= 0 && row > 0; c--)
        {
            cancel.ThrowIfCancellationRequested();
            var part = columns[(c * chunk)..Math.Min(columns.Length, (c + 1) * chunk)];
            for (var word = 0; word < words; word++)
                scratch.Advance(Slice(rows, word), part, starts[c * words + word], word > 0, kept.AsSpan(word * part.Length, part.Length));
            while (row > 0 && column > c * chunk)
            {
                var (at, bit) = (column - 1 - c * chunk, row - 1);
                if (rows[bit] == part[at])
                {
                    marked[bit] = true;
                    (row, column) = (row - 1, column - 1);
                }
                else if ((kept[bit / Bits * part.Length + at] >> (bit % Bits) & 1) == 0) column--;
                else row--;
            }
        }
        ArrayPool<ulong>.Shared.Return(starts);
        ArrayPool<ulong>.Shared.Return(kept);
    }

    private static ReadOnlySpan<int> Slice(ReadOnlySpan<int> rows, int word) => rows[(word * Bits)..Math.Min(rows.Length, (word + 1) * Bits)];

    private static ulong Mask(int rows, int word) => rows - word * Bits >= Bits ? ulong.MaxValue : (1UL << (rows - word * Bits)) - 1;
}
