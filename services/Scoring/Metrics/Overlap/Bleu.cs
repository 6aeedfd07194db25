using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// BLEU of one text (Papineni et al. 2002) with up to four words a phrase, as sacreBLEU gives it for a sentence (Post 2018): phrases are counted no more often than the
/// reference that has them most often; where none of a length matches, half, a quarter, ... of one match is taken (NIST, method 3 of Chen
/// and Cherry 2014); lengths that the answer is too short for are left out; an answer shorter than the reference closest in
/// length is penalised. From 0 to 1; 0 when no word matches.
/// </summary>
internal static class Bleu
{
    private const int LongestPhrase = 4;

    internal static double Of(int[] answer, IReadOnlyList<int[]> references, int vocabulary)
    {
        var total = answer.Length + references.Sum(reference => reference.Length);
        // Phrases of the length at hand, as numbers: those of the answer, then of each reference.
        int[][] phrases = [answer, .. references];
        var numbers = vocabulary;
        var (logarithms, smoothing) = (0.0, 1.0);
        var longest = Math.Min(LongestPhrase, answer.Length);
        for (var n = 1; n <= longest; n++)
        {
            if (n > 1) (phrases, numbers) = Longer(phrases, [answer, .. references], n, total);
            var hits = Hits(phrases, numbers);
            if (n == 1 && hits == 0) return 0;
            logarithms += Math.Log((hits > 0 ? hits : 1 / (smoothing *= 2)) / phrases[0].Length);
        }
        return longest == 0 ? 0 : Brevity(answer.Length, references) * Math.Exp(logarithms / longest);
    }

    private static (int[][] Phrases, int Numbers) Longer(int[][] shorter, int[][] words, int length, int most)
    {
        using var table = new NgramTable(most);
        var longer = new int[words.Length][];
        for (var text = 0; text < words.Length; text++)
        {
            longer[text] = new int[Math.Max(0, words[text].Length - length + 1)];
            table.Number(shorter[text], words[text], longer[text]);
        }
        return (longer, table.Count);
    }

    private static int Hits(int[][] phrases, int numbers)
    {
        var allowed = ArrayPool<int>.Shared.Rent(numbers);
        var counts = ArrayPool<int>.Shared.Rent(numbers);
        Array.Clear(allowed, 0, numbers);
        foreach (var reference in phrases.Skip(1))
        {
            Array.Clear(counts, 0, numbers);
            foreach (var phrase in reference) allowed[phrase] = Math.Max(allowed[phrase], ++counts[phrase]);
        }
        var hits = phrases[0].Count(phrase => allowed[phrase]-- > 0);
        ArrayPool<int>.Shared.Return(allowed);
        ArrayPool<int>.Shared.Return(counts);
        return hits;
    }

    private static double Brevity(int length, IReadOnlyList<int[]> references)
    {
        var closest = references.Select(reference => reference.Length).MinBy(other => (Math.Abs(other - length), other));
        return length > closest ? 1 : Math.Exp(1 - (double)closest / length);
    }
}
