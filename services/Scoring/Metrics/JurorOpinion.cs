using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>What one juror says about an answer: its valid verdicts, one for each repeat that gave marks.</summary>
/// <param name="Juror">The juror's name.</param>
/// <param name="Valid">At least one.</param>
internal sealed record JurorOpinion(string Juror, IReadOnlyList<Verdict> Valid)
{
    /// <summary>The mean over its repeats of the mean over criteria.</summary>
    internal double Value => Mean.Of([.. Valid.Select(verdict => Mean.Of([.. verdict.Marks.Marks_.Select(mark => mark.Score)]))]);

    /// <summary>The jurors that have a valid verdict, in the order in which they first occur.</summary>
    internal static IReadOnlyList<JurorOpinion> Of(IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(JuryVerdicts.IsValid).GroupBy(verdict => verdict.Juror, StringComparer.Ordinal).Select(juror => new JurorOpinion(juror.Key, [.. juror]))];
}
