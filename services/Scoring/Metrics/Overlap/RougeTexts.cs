namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>An answer and the references it is compared with, split into words once for all ROUGE metrics.</summary>
internal sealed class RougeTexts
{
    private readonly WordSequence answer;
    private readonly WordSequence[] references;
    private readonly int vocabulary;
    private readonly CancellationToken cancel;

    internal RougeTexts(string answer, IEnumerable<string> references, bool stemmed, CancellationToken cancel = default)
    {
        this.cancel = cancel;
        using var tokenizer = new RougeTokenizer(stemmed);
        this.answer = tokenizer.Read(answer);
        this.references = [.. references.Select(tokenizer.Read)];
        vocabulary = tokenizer.Vocabulary;
    }

    /// <summary>Pairs of lines that ROUGE-Lsum compares.</summary>
    internal long LinePairs => references.Sum(reference => (long)reference.Lines) * answer.Lines;

    /// <summary>The agreement with the reference that gives the highest F1; all 0 without a reference.</summary>
    internal OverlapScore Best(RougeVariant variant)
    {
        var best = default(OverlapScore);
        foreach (var reference in references)
        {
            var score = Compare(variant, reference);
            if (score.F1 > best.F1) best = score;
        }
        return best;
    }

    private OverlapScore Compare(RougeVariant variant, WordSequence reference) => variant switch
    {
        RougeVariant.One => Rouge.Words(reference, answer, vocabulary),
        RougeVariant.Two => Rouge.Pairs(reference, answer),
        RougeVariant.L => Rouge.Subsequence(reference, answer, vocabulary, cancel),
        _ => Rouge.Lines(reference, answer, vocabulary, cancel),
    };
}
