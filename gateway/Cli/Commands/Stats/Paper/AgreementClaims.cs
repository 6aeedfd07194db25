namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>What was published of agreement, with every way to compute it.</summary>
internal sealed class AgreementClaims(PaperAnswers answers)
{
    private const string Source = "the paper's section on agreement with clinicians";

    public IEnumerable<Claim> All()
    {
        yield return new("ICC(3,k) of clinicians and jury", Source, [new("ICC", 0.47, 2)], [.. answers.Agreement.SelectMany(OfJury)]);
        yield return new("ICC(3,k) of clinicians with each other", Source, [new("ICC", 0.43, 2)], [.. answers.Pairs.GroupBy(p => p.Subset, StringComparer.Ordinal).SelectMany(OfPairs)]);
        // No file holds per-instance ROUGE-L or BERTScore.
        yield return new("ICC(3,k) of clinicians and ROUGE-L", Source, [new("ICC", 0.36, 2)], []);
        yield return new("ICC(3,k) of clinicians and BERTScore", Source, [new("ICC", 0.44, 2)], []);
    }

    private static IEnumerable<Reading> OfJury(Agreed agreed) =>
    [
        new($"{agreed.Subset}, standardised", [agreed.Icc3k]),
        new($"{agreed.Subset}, marks as they are", [agreed.RawIcc3k]),
    ];

    // The paper takes the two who share the most answers.
    private IEnumerable<Reading> OfPairs(IGrouping<string, Agreed> pairs)
    {
        var most = pairs.OrderByDescending(p => p.Items).ThenBy(p => string.Join(' ', p.Raters), StringComparer.Ordinal).First();
        yield return new($"{pairs.Key}, the two with the most answers in common ({most.Items})", [most.Icc3k]);
        yield return new($"{pairs.Key}, mean over {pairs.Count(p => p.Icc3k is not null)} pairs", [answers.PairMeans.TryGetValue(pairs.Key, out var mean) ? mean : null]);
    }
}
