using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Mean over jurors of the mean over criteria of their marks (MedHELM's jury score), or what the jury names in its place. Corrected
/// against HELM's code: marks keep their fraction, an abstention is left out rather than replaced by a mark, every juror weighs the
/// same, and with fewer jurors with a valid verdict than the jury requires there is no score.
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
            + "in MedHELM). As MedHELM's jury score, except that marks are not cut to whole numbers and that too few jurors with a valid verdict "
            + "leave the answer unscored. A failed completion is unscored too. A jury may name another rule for the mean over jurors: the median; the mean "
            + "without the share trim, rounded down to whole jurors, of the lowest and of the highest; a mean by weights; or the majority: for each criterion the mark that most jurors gave, the median of "
            + "the most frequent where several are, then the mean over criteria. A juror that is asked repeatedly counts once: by the mean of its valid repeats, for the majority by "
            + "one vote that its valid repeats share.",
        NeedsVerdicts = true,
        Citation = Citations.Jury,
    };

    public Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury)
    {
        var jurors = JurorOpinion.Of(verdicts);
        return jurors.Count >= Math.Max(1, jury.MinValidVerdicts)
            ? Scores.Of(MetricNames.JuryScore, JuryAggregation.Of(jurors, jury))
            : Scores.None(MetricNames.JuryScore, UnscoredReason.TooFewVerdicts, JuryVerdicts.Abstentions(verdicts));
    }
}
