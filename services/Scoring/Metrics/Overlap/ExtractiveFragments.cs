namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// The passages of an answer that its source has word for word (Grusky M, Naaman M, Artzi Y. Newsroom: a dataset of 1.3 million summaries with diverse extractive strategies. NAACL 2018,
/// figure 3): from each place of the answer the longest, then on from its end. As there, a search of the source goes on after a match, not inside it.
/// </summary>
/// <param name="Words">Words of the answer.</param>
/// <param name="SourceWords">Words of the source.</param>
/// <param name="Covered">Words of the answer that are part of a passage.</param>
/// <param name="Squares">Sum of the squared lengths of the passages.</param>
/// <param name="Complete">False when the search was given up, because the source has the answer's words in too many places; <paramref name="Covered"/> and <paramref name="Squares"/> then say nothing.</param>
internal sealed record ExtractiveFragments(int Words, int SourceWords, long Covered, long Squares, bool Complete)
{
    /// <summary>Most places of the source looked at for one answer: a second or a few. Texts of a few words said over and over would need any number.</summary>
    internal const long MostPlaces = 100_000_000;

    /// <summary>Share of the answer's words in passages; from 0 to 1.</summary>
    internal double Coverage => (double)Covered / Words;

    /// <summary>Mean length of the passage that a word of the answer belongs to; from 0, without an upper limit.</summary>
    internal double Density => (double)Squares / Words;

    /// <summary>Words of the source for each of the answer; from 0, without an upper limit.</summary>
    internal double Compression => (double)SourceWords / Words;

    internal static ExtractiveFragments Of(string answer, string source, long mostPlaces = MostPlaces, CancellationToken cancel = default)
    {
        var tokenizer = new FragmentTokenizer();
        return Of(tokenizer.Read(answer), tokenizer.Read(source), tokenizer.Vocabulary, mostPlaces, cancel);
    }

    private static ExtractiveFragments Of(int[] answer, int[] source, int vocabulary, long mostPlaces, CancellationToken cancel)
    {
        var known = new bool[vocabulary];
        foreach (var word in source) known[word] = true;
        using var places = new PairPlaces(source);
        var (covered, squares, left) = (0L, 0L, mostPlaces);
        for (var at = 0; at < answer.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            if (left < 0) return new(answer.Length, source.Length, covered, squares, Complete: false);
            if (!known[answer[at]])
            {
                at++;
                continue;
            }
            var length = Longest(answer.AsSpan(at), source, places, ref left);
            covered += length;
            squares += (long)length * length;
            at += length;
        }
        return new(answer.Length, source.Length, covered, squares, Complete: left >= 0);
    }

    /// <summary>How many words the source has in a row from a word on that it has.</summary>
    private static int Longest(ReadOnlySpan<int> answer, int[] source, PairPlaces places, ref long left)
    {
        var longest = 1;
        if (answer.Length < 2) return longest;
        var free = 0;
        for (var place = places.First(answer[0], answer[1]); place >= 0; place = places.After(place))
        {
            if (--left < 0) break;
            if (place < free) continue;
            var length = answer.CommonPrefixLength(source.AsSpan(place));
            longest = Math.Max(longest, length);
            free = place + length;
        }
        return longest;
    }
}
