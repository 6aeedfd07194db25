using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// HELM's jury score as coded: the mean over all marks of all jurors at once, each mark cut to its whole number; jurors without a valid
/// verdict are dropped; without any mark, and for a blank answer, the value is the lowest of the scale.
/// </summary>
internal sealed class HelmJuryScore : IVerdictMetric
{
    internal const string NoVerdict = "default:no_verdict";
    internal const string Blank = "default:blank";

    public Metric Description { get; } = new()
    {
        Name = MetricNames.HelmJuryScore,
        DisplayName = "Jury score (as HELM)",
        Direction = Direction.HigherIsBetter,
        RangeMin = 1,
        RangeMax = 5,
        Definition = "HELM's jury score to the item: the plain mean over every mark of every juror, each cut to its whole number (4.9 counts as 4), so a "
            + "juror with more marks weighs more. Jurors without a valid verdict are dropped; when none is left, and for a blank answer, the value is the lowest mark of the "
            + "rubric's scale, and the score's rule says 'default': 1 on the scale from 1 of HELM's built-in benchmarks, 0 on a scale from 0, as HELM's configurable benchmarks "
            + "have it. Two differences are decided: on a scale that begins elsewhere HELM's 1 or 0 is no mark of it, and a failed completion, which HELM takes for a blank answer, is unscored here.",
        NeedsVerdicts = true,
        Citation = Citations.Jury,
    };

    public Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury)
    {
        double[] marks =
        [
            .. verdicts.Where(v => v.OutcomeCase == Verdict.OutcomeOneofCase.Marks).SelectMany(v => v.Marks.Marks_).Select(mark => Math.Truncate(mark.Score)),
        ];
        return marks.Length > 0 ? Scores.Of(MetricNames.HelmJuryScore, Mean.Of(marks)) : Default(jury, NoVerdict);
    }

    public Score? RateUnseen(string text, Jury jury) => PythonText.Strip(text).Length == 0 ? Default(jury, Blank) : null;

    private static Score Default(Jury jury, string rule) => Scores.Of(MetricNames.HelmJuryScore, jury.Rubric.ScaleMin, rule);
}
