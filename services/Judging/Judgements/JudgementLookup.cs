using MedHelm.Judging.Comparisons;

namespace MedHelm.Judging.Judgements;

/// <summary>Finds runs' answers that another jury judged whole.</summary>
internal sealed class JudgementLookup(JudgementStore store) : IJudgementLookup
{
    public async Task<IReadOnlyList<string>> FindAsync(string run, string benchmark, string jurySha256, CancellationToken cancel) =>
        jurySha256.Length == 0
            ? []
            :
            [
                .. (await store.CompletedAsync(run, cancel))
                    .Where(judgement => judgement.Spec.Candidates.Count == 0 && judgement.Missing == 0 && judgement.Content.Juries.GetValueOrDefault(benchmark)?.Sha256 == jurySha256)
                    .Select(judgement => judgement.Name)
                    .Order(StringComparer.Ordinal),
            ];
}
