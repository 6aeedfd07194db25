using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>Which verdicts of a jury count, and why the others do not.</summary>
internal static class JuryVerdicts
{
    internal static bool IsValid(Verdict verdict) => verdict.OutcomeCase == Verdict.OutcomeOneofCase.Marks && verdict.Marks.Marks_.Count > 0;

    /// <summary>The reasons of the abstentions, each once.</summary>
    internal static string Abstentions(IReadOnlyCollection<Verdict> verdicts) => string.Join(" + ", verdicts
        .Where(v => v.OutcomeCase == Verdict.OutcomeOneofCase.Abstention)
        .Select(v => v.Abstention.Reason).Distinct().Order().Select(reason => ReasonName.Of(reason)));
}
