using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Mean over jurors of the mean over criteria of their marks (MedHELM's jury score). Corrected against HELM's code: marks keep
/// their fraction, an abstention is left out rather than replaced by a mark, every juror weighs the same, and with fewer valid
/// verdicts than the jury requires there is no score.
/// </summary>
internal sealed class JuryScore : IVerdictMetric
{
    public Metric Description { get; } = new()
    {
        Name = MetricNames.JuryScore,
        DisplayName = "Jury score",
        Direction = Direction.HigherIsBetter,
        RangeMin = 1,
        RangeMax = 5,
        Definition = "Mean over jurors with a valid verdict of the mean over criteria of their marks, on the scale of the rubric (1 to 5 "
            + "in MedHELM). As MedHELM's jury score, except that marks are not cut to whole numbers and that too few valid verdicts "
            + "leave the answer unscored. A failed completion is unscored too.",
        NeedsVerdicts = true,
        Citation = Citations.Jury,
    };

    public Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury)
    {
        double[] jurors = [.. verdicts.Where(JuryVerdicts.IsValid).Select(v => Mean.Of([.. v.Marks.Marks_.Select(mark => mark.Score)]))];
        return jurors.Length >= Math.Max(1, jury.MinValidVerdicts)
            ? Scores.Of(MetricNames.JuryScore, Mean.Of(jurors))
            : Scores.None(MetricNames.JuryScore, UnscoredReason.TooFewVerdicts, JuryVerdicts.Abstentions(verdicts));
    }
}
