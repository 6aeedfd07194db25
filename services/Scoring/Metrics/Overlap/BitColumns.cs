using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>The columns of a table of longest common subsequences, 64 rows of it at a time from the top; carries go down to the next 64. Its memory is rented.</summary>
internal sealed class BitColumns : IDisposable
{
    private readonly ulong[] rowsOf;
    private readonly byte[] carries;

    /// <param name="vocabulary">All numbers of words are below it.</param>
    /// <param name="mostColumns">Most columns at once.</param>
    internal BitColumns(int vocabulary, int mostColumns)
    {
        rowsOf = ArrayPool<ulong>.Shared.Rent(vocabulary);
        Array.Clear(rowsOf, 0, vocabulary);
        carries = ArrayPool<byte>.Shared.Rent(mostColumns);
    }

    /// <summary>Goes over columns from left to right.</summary>
    /// <param name="rows">Words of the rows, at most 64.</param>
    /// <param name="columns">Words of the columns.</param>
    /// <param name="bits">The rows' bits before the first column.</param>
    /// <param name="carried">Whether the call before was about the same columns of the 64 rows above.</param>
    /// <param name="kept">Takes the bits after each column; empty when nobody needs them.</param>
    /// <returns>The bits after the last column.</returns>
    internal ulong Advance(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ulong bits, bool carried, Span<ulong> kept)
    {
        for (var i = 0; i < rows.Length; i++) rowsOf[rows[i]] |= 1UL << i;
        if (!carried) Array.Clear(carries, 0, columns.Length);
        for (var j = 0; j < columns.Length; j++)
        {
            var matches = bits & rowsOf[columns[j]];
            var sum = bits + matches;
            var carry = sum < bits ? (byte)1 : (byte)0;
            sum += carries[j];
            if (sum < carries[j]) carry = 1;
            carries[j] = carry;
            bits = sum | (bits & ~matches);
            if (!kept.IsEmpty) kept[j] = bits;
        }
        foreach (var row in rows) rowsOf[row] = 0;
        return bits;
    }

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(rowsOf);
        ArrayPool<byte>.Shared.Return(carries);
    }
}
