using System.Globalization;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Contracts.Juries;

/// <summary>What contradicts itself in the rules of a jury.</summary>
public static class JuryRules
{
    /// <summary>Most times that a juror may be asked about one answer.</summary>
    public const int MostRepeats = 20;

    /// <summary>
    /// Every contradiction, by the field that is wrong, such as "escalation.first". What depends on the number of jurors is checked where there are
    /// some: a jury may leave them to the run.
    /// </summary>
    public static IEnumerable<(string Field, string Message)> Problems(Jury jury)
    {
        foreach (var problem in SeatProblems(jury)) yield return problem;
        if (jury.Aggregation == Aggregation.TrimmedMean && !(jury.Trim is > 0 and < 0.5)) yield return ("trim", "must be above 0 and below 0.5 for a trimmed mean.");
        if (jury.Aggregation != Aggregation.TrimmedMean && jury.Trim != 0) yield return ("trim", "is for aggregation trimmed_mean only.");
        if (jury.Repeats is < 0 or > MostRepeats) yield return ("repeats", string.Create(CultureInfo.InvariantCulture, $"must be from 1 to {MostRepeats}, was {jury.Repeats}."));
        if (jury.MinValidVerdicts < 0) yield return ("min_valid_verdicts", "must be at least 1.");
        if (jury.Jurors.Count > 0 && jury.MinValidVerdicts > jury.Jurors.Count)
            yield return ("min_valid_verdicts", string.Create(CultureInfo.InvariantCulture, $"is {jury.MinValidVerdicts}, but there are {jury.Jurors.Count} jurors, so that no answer would ever get a score."));
        if (jury.Escalation is { First: > 0 and var asked } && jury.MinValidVerdicts > asked)
            yield return ("min_valid_verdicts", string.Create(CultureInfo.InvariantCulture, $"is {jury.MinValidVerdicts}, but escalation.first is {asked}, so that the first jurors could never decide and the others were always asked."));
        foreach (var problem in jury.Escalation is { } escalation ? EscalationProblems(escalation, jury.Jurors.Count) : []) yield return problem;
    }

    private static IEnumerable<(string Field, string Message)> SeatProblems(Jury jury)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var deployments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, juror) in jury.Jurors.Select(j => ("jurors", j)).Concat(jury.Bench.Select(j => ("bench", j))))
        {
            if (!names.Add(juror.Name)) yield return (field, $"names \"{juror.Name}\" again; names are unique over jurors and bench.");
            if (!deployments.Add(juror.Deployment)) yield return (field, $"has the deployment \"{juror.Deployment}\" again; a second verdict of the same deployment would say nothing new.");
            if (!(juror.Weight is >= 0 and < double.PositiveInfinity)) yield return (field, $"gives \"{juror.Name}\" a weight that is not above 0.");
            else if (juror.Weight > 0 && jury.Aggregation != Aggregation.WeightedMean) yield return (field, $"gives \"{juror.Name}\" a weight, which is for aggregation weighted_mean only.");
        }
    }

    private static IEnumerable<(string Field, string Message)> EscalationProblems(Escalation escalation, int jurors)
    {
        if (escalation.First < 1) yield return ("escalation.first", "must be at least 1.");
        else if (jurors > 0 && escalation.First >= jurors)
            yield return ("escalation.first", string.Create(CultureInfo.InvariantCulture, $"is {escalation.First}, but there are {jurors} jurors: nobody would be left to ask where the first ones disagree."));
        if (!(escalation.Disagreement is > 0 and < double.PositiveInfinity)) yield return ("escalation.disagreement", "must be above 0.");
        if (!(escalation.AuditShare is >= 0 and <= 1)) yield return ("escalation.audit_share", "must be from 0 to 1.");
        if (escalation.Guarantee is not { } guarantee) yield break;
        if (!(guarantee.Agreement is > 0 and < 1)) yield return ("escalation.guarantee.agreement", "must be above 0 and below 1.");
        if (!(guarantee.Error is > 0 and < 1)) yield return ("escalation.guarantee.error", "must be above 0 and below 1.");
        if (!(guarantee.Tolerance is >= 0 and < double.PositiveInfinity)) yield return ("escalation.guarantee.tolerance", "must be at least 0.");
        if (guarantee.Items < 1) yield return ("escalation.guarantee.items", "must be at least 1.");
        if (guarantee.Reference is not ("clinicians" or "jury")) yield return ("escalation.guarantee.reference", "must be clinicians or jury.");
    }
}
