namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>A text as the numbers of its words.</summary>
/// <param name="Words">One number a word, the same for the same word.</param>
/// <param name="LineEnds">Where lines with words end, counted in words.</param>
internal sealed record WordSequence(int[] Words, int[] LineEnds)
{
    internal int Length => Words.Length;

    internal int Lines => LineEnds.Length;

    internal ReadOnlySpan<int> Line(int index)
    {
        var start = index == 0 ? 0 : LineEnds[index - 1];
        return Words.AsSpan(start, LineEnds[index] - start);
    }
}
