using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// ROUGE between two texts (Lin C-Y. ROUGE: a package for automatic evaluation of summaries. ACL workshop Text Summarization Branches Out, 2004),
/// as Google's rouge_score computes it. 0 where one of the texts has no words.
/// </summary>
internal static class Rouge
{
    /// <summary>Agreement of words (n = 1) or pairs of neighbouring words (n = 2), each counted as often as both texts have it.</summary>
    internal static OverlapScore Words(WordSequence reference, WordSequence answer, int vocabulary) =>
        OverlapScore.Of(Hits(reference.Words, answer.Words, vocabulary), answer.Length, reference.Length);

    /// <inheritdoc cref="Words"/>
    internal static OverlapScore Pairs(WordSequence reference, WordSequence answer)
    {
        var (inReference, inAnswer) = (reference.Length - 1, answer.Length - 1);
        if (inReference < 1 || inAnswer < 1) return default;
        using var table = new NgramTable(inReference + inAnswer);
        var rented = ArrayPool<int>.Shared.Rent(inReference + inAnswer);
        var left = rented.AsSpan(0, inReference);
        var right = rented.AsSpan(inReference, inAnswer);
        table.Number(reference.Words, reference.Words, left);
        table.Number(answer.Words, answer.Words, right);
        var hits = Hits(left, right, table.Count);
        ArrayPool<int>.Shared.Return(rented);
        return OverlapScore.Of(hits, inAnswer, inReference);
    }

    /// <summary>ROUGE-L over the whole texts as one sentence each: their longest common subsequence.</summary>
    internal static OverlapScore Subsequence(WordSequence reference, WordSequence answer, int vocabulary, CancellationToken cancel = default) =>
        OverlapScore.Of(CommonSubsequence.Length(reference.Words, answer.Words, vocabulary, cancel), answer.Length, reference.Length);

    /// <summary>
    /// ROUGE-Lsum: for each line of the reference the union of its longest common subsequences with every line of the answer; a word counts
    /// no more often than either text has it.
    /// </summary>
    internal static OverlapScore Lines(WordSequence reference, WordSequence answer, int vocabulary, CancellationToken cancel = default)
    {
        var left = Counts(reference.Words, vocabulary);
        var right = Counts(answer.Words, vocabulary);
        var union = ArrayPool<bool>.Shared.Rent(reference.Length);
        using var scratch = new BitColumns(vocabulary, answer.Length);
        var hits = 0;
        for (var line = 0; line < reference.Lines; line++)
        {
            var words = reference.Line(line);
            var marked = union.AsSpan(0, words.Length);
            marked.Clear();
            for (var other = 0; other < answer.Lines; other++) CommonSubsequence.Mark(words, answer.Line(other), scratch, marked, cancel: cancel);
            for (var i = 0; i < words.Length; i++)
            {
                if (!marked[i] || left[words[i]] == 0 || right[words[i]] == 0) continue;
                left[words[i]]--;
                right[words[i]]--;
                hits++;
            }
        }
        ArrayPool<int>.Shared.Return(left);
        ArrayPool<int>.Shared.Return(right);
        ArrayPool<bool>.Shared.Return(union);
        return OverlapScore.Of(hits, answer.Length, reference.Length);
    }

    private static int Hits(ReadOnlySpan<int> reference, ReadOnlySpan<int> answer, int vocabulary)
    {
        var counts = Counts(reference, vocabulary);
        var hits = 0;
        foreach (var item in answer)
        {
            if (counts[item] == 0) continue;
            counts[item]--;
            hits++;
        }
        ArrayPool<int>.Shared.Return(counts);
        return hits;
    }

    private static int[] Counts(ReadOnlySpan<int> items, int vocabulary)
    {
        var counts = ArrayPool<int>.Shared.Rent(vocabulary);
        Array.Clear(counts, 0, vocabulary);
        foreach (var item in items) counts[item]++;
        return counts;
    }
}
