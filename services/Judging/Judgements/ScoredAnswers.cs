namespace MedHelm.Judging.Judgements;

/// <summary>What one jury makes of a benchmark's answers.</summary>
internal sealed class ScoredAnswers
{
    private static readonly SortedDictionary<string, double> None = [];
    private readonly Dictionary<string, SortedDictionary<string, double>> byCandidate = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> abstentions = new(StringComparer.Ordinal);

    /// <param name="scores">Each answer's score.</param>
    /// <param name="abstained">The candidate, once for each juror call without a valid verdict.</param>
    public ScoredAnswers(IEnumerable<(string Candidate, string Instance, double Value)> scores, IEnumerable<string> abstained)
    {
        foreach (var (candidate, instance, value) in scores)
        {
            if (!byCandidate.TryGetValue(candidate, out var of)) byCandidate[candidate] = of = new(StringComparer.Ordinal);
            of[instance] = value;
        }
        foreach (var candidate in abstained) abstentions[candidate] = abstentions.GetValueOrDefault(candidate) + 1;
    }

    /// <summary>The scores of a candidate's answers by instance, in the instances' order.</summary>
    public SortedDictionary<string, double> Of(string candidate) => byCandidate.GetValueOrDefault(candidate, None);

    public long Abstentions(string candidate) => abstentions.GetValueOrDefault(candidate);

    /// <summary>Place by mean score, best first, ties sharing the better one; 0 without a score.</summary>
    public int Rank(string candidate)
    {
        if (!byCandidate.TryGetValue(candidate, out var of)) return 0;
        var mean = of.Values.Average();
        return 1 + byCandidate.Values.Count(other => other.Values.Average() > mean);
    }
}
