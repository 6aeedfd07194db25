using System.Globalization;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks the jury and the verdicts posted with answers.</summary>
internal static class PostedVerdicts
{
    private const int MostCriteria = 1000;
    // Far beyond any rubric; sums of larger ones leave the range of numbers.
    private const int MostPoints = 1_000_000;

    internal static void Check(ScoreAnswersRequest request, IReadOnlyList<IMetric> metrics, Violations violations)
    {
        var needy = metrics.OfType<IVerdictMetric>().Select(metric => metric.Description.Name).FirstOrDefault();
        var judged = request.Answers.Any(answer => answer.Verdicts.Count > 0);
        if (request.Jury is null)
        {
            violations.Require(needy is null, "jury", $"must be given with its rubric, because '{needy}' is made of verdicts");
            violations.Require(needy is not null || !judged, "jury", "must be given with its rubric where answers have verdicts");
            return;
        }
        var criteria = CheckJury(request.Jury, violations);
        violations.Require(
            request.Jury.Rubric is not { } points || (points.ScaleMin == 0 && points.ScaleMax == 1) || !request.Metrics.Contains(MetricNames.RubricPoints),
            "jury.rubric.scale_max", $"must be 1, and scale_min 0, because '{MetricNames.RubricPoints}' knows criteria that are met and criteria that are not");
        if (criteria is null) return;
        for (var a = 0; a < request.Answers.Count; a++)
        {
            violations.Require(needy is null || request.Answers[a].Verdicts.Count > 0, $"answers[{a}].verdicts", $"must be there, abstentions included, because '{needy}' is made of them");
            CheckVerdicts(request.Answers[a].Verdicts, request.Jury.Rubric, criteria, $"answers[{a}].verdicts", violations);
        }
    }

    /// <summary>The names of the criteria; null where there is no usable rubric.</summary>
    private static HashSet<string>? CheckJury(Jury jury, Violations violations)
    {
        violations.Require(Enum.IsDefined(jury.Aggregation), "jury.aggregation", $"must be one of the listed rules, was {jury.Aggregation}");
        violations.Require(jury.Trim is >= 0 and < 0.5, "jury.trim", $"must be at least 0 and below 0.5, was {PostedNumbers.Text(jury.Trim)}");
        CheckWeights(jury.Jurors, "jury.jurors", violations);
        CheckWeights(jury.Bench, "jury.bench", violations);
        violations.Require(jury.MinValidVerdicts >= 0, "jury.min_valid_verdicts", string.Create(CultureInfo.InvariantCulture, $"must be 0 or more, was {jury.MinValidVerdicts}"));
        if (jury.Rubric is not { } rubric)
        {
            violations.Add("jury.rubric", "must be given with its scale and criteria");
            return null;
        }
        violations.Require(rubric.ScaleMin < rubric.ScaleMax, "jury.rubric.scale_max", string.Create(CultureInfo.InvariantCulture, $"must be above scale_min {rubric.ScaleMin}, was {rubric.ScaleMax}"));
        var ofInstance = rubric.InstanceCriteria.Length > 0;
        violations.Require(
            rubric.Criteria.Count is >= 1 and <= MostCriteria || (ofInstance && rubric.Criteria.Count == 0), "jury.rubric.criteria", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostCriteria}, were {rubric.Criteria.Count}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(rubric.Criteria.Count, MostCriteria); i++)
        {
            var (criterion, field) = (rubric.Criteria[i], $"jury.rubric.criteria[{i}]");
            violations.Require(criterion.Name.Length > 0 && names.Add(criterion.Name), $"{field}.name", "must be a name of its own");
            // A comparison with what is not a number is never true.
            violations.Require(Math.Abs(criterion.Points) <= MostPoints, $"{field}.points", string.Create(CultureInfo.InvariantCulture, $"must be a number from -{MostPoints} to {MostPoints}, was {criterion.Points}"));
        }
        return names;
    }

    private static void CheckWeights(RepeatedField<Juror> jurors, string field, Violations violations)
    {
        for (var j = 0; j < jurors.Count; j++)
            violations.Require(jurors[j].Weight is >= 0 and <= PostedNumbers.Largest, $"{field}[{j}].weight", $"must be above 0, or 0 for 1, was {PostedNumbers.Text(jurors[j].Weight)}");
    }

    private static void CheckVerdicts(RepeatedField<Verdict> verdicts, Rubric rubric, HashSet<string> criteria, string field, Violations violations)
    {
        var asked = new HashSet<(string Juror, int Repeat)>();
        // Where instances bring their own criteria, all jurors mark the same ones: those of the first that marks any.
        HashSet<string>? own = null;
        for (var v = 0; v < verdicts.Count; v++)
        {
            var verdict = verdicts[v];
            violations.Require(verdict.Juror.Length > 0 && asked.Add((verdict.Juror, verdict.Repeat)), $"{field}[{v}].juror", "must name a juror, once for each answer and repeat");
            violations.Require(verdict.Repeat >= 0, $"{field}[{v}].repeat", string.Create(CultureInfo.InvariantCulture, $"must be 0 or more, was {verdict.Repeat}"));
            if (verdict.OutcomeCase == Verdict.OutcomeOneofCase.Marks)
            {
                if (rubric.InstanceCriteria.Length > 0) own ??= verdict.Marks.Marks_.Select(mark => mark.Criterion).ToHashSet(StringComparer.Ordinal);
                CheckMarks(verdict.Marks.Marks_, rubric, own ?? criteria, $"{field}[{v}].marks", violations);
            }
            else violations.Require(verdict.OutcomeCase == Verdict.OutcomeOneofCase.Abstention, $"{field}[{v}]", "must have marks or an abstention");
        }
    }

    private static void CheckMarks(RepeatedField<Mark> marks, Rubric rubric, HashSet<string> criteria, string field, Violations violations)
    {
        var marked = new HashSet<string>(StringComparer.Ordinal);
        for (var m = 0; m < marks.Count; m++)
        {
            var mark = marks[m];
            if (!criteria.Contains(mark.Criterion)) violations.Add($"{field}[{m}].criterion", $"must be a criterion of the rubric, was '{mark.Criterion}'");
            else violations.Require(mark.Criterion.Length > 0 && marked.Add(mark.Criterion), $"{field}[{m}].criterion", $"must be marked once, but '{mark.Criterion}' is there before");
            // A comparison with what is not a number is never true.
            violations.Require(
                Math.Abs(mark.Points) <= MostPoints, $"{field}[{m}].points", string.Create(CultureInfo.InvariantCulture, $"must be a number from -{MostPoints} to {MostPoints}, was {mark.Points}"));
            violations.Require(
                mark.Score >= rubric.ScaleMin && mark.Score <= rubric.ScaleMax, $"{field}[{m}].score",
                string.Create(CultureInfo.InvariantCulture, $"must be a number on the scale from {rubric.ScaleMin} to {rubric.ScaleMax}, was {mark.Score}"));
        }
        if (criteria.FirstOrDefault(name => !marked.Contains(name)) is { } left)
            violations.Add(field, $"must mark every criterion, but '{left}' has none; a juror that marks some only abstains (missing_criterion)");
    }
}
