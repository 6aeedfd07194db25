using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Contracts.Juries;

/// <summary>What the first jurors of a cascade said about an answer.</summary>
public static class FirstStage
{
    // Means of whole marks that lie exactly so far apart must not depend on their last digit.
    private const double RoundingError = 1e-9;

    /// <summary>True when the first jurors agreed, so that the others need not be asked (see Escalation.disagreement).</summary>
    public static bool Agreed(Jury jury, IReadOnlyCollection<Verdict> first)
    {
        var valid = first.Where(verdict => verdict.Marks is { Marks_.Count: > 0 }).ToList();
        // Agreement that reaches no score decides nothing, and repeats of one juror are not several jurors.
        if (valid.Select(verdict => verdict.Juror).Distinct(StringComparer.Ordinal).Count() < jury.MinValidVerdicts) return false;
        var means = valid.Select(verdict => verdict.Marks.Marks_.Average(mark => mark.Score)).ToList();
        var needed = jury.Escalation.First * Math.Max(1, jury.Repeats) == 1 ? 1 : 2;
        return means.Count >= needed && means.Max() - means.Min() < jury.Escalation.Disagreement - RoundingError;
    }
}
