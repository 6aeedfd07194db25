using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Signed rubric points (Arora et al. 2025, HealthBench): for each juror the points of the criteria that the answer meets, over the sum of
/// the positive points; the mean over jurors with a valid verdict. At most 1, below 0 where points are lost; the mean over instances
/// is cut to 0..1. Undefined without positive points, and with fewer valid verdicts than the jury requires.
/// </summary>
internal sealed class RubricPoints : IVerdictMetric
{
    private const double Met = 0.5;

    public Metric Description { get; } = new()
    {
        Name = MetricNames.RubricPoints,
        DisplayName = "Rubric points",
        Direction = Direction.HigherIsBetter,
        RangeMin = 0,
        RangeMax = 1,
        Definition = "Points of the criteria that the answer meets, negative ones included, over the sum of the positive points (Arora et al. 2025, HealthBench); the mean over jurors "
            + "with a valid verdict. An answer that loses points may be below 0, and the mean over instances is cut to 0..1. A criterion is met when its mark, 0 or 1, is 1. Too few valid "
            + "verdicts leave the answer unscored, and so does a rubric without positive points. A failed completion is unscored too.",
        NeedsVerdicts = true,
        Citation = "Arora RK et al. HealthBench: Evaluating Large Language Models Towards Improved Human Health. arXiv:2505.08775, 2025.",
        Clipped = true,
    };

    public Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury)
    {
        var points = jury.Rubric?.Criteria.ToDictionary(criterion => criterion.Name, criterion => criterion.Points, StringComparer.Ordinal) ?? [];
        var possible = ExactSum.Of(points.Values.Where(p => p > 0));
        if (!(possible > 0)) return Scores.None(MetricNames.RubricPoints, UnscoredReason.NotApplicable, "the rubric has no criterion with positive points");
        double[] jurors =
        [
            .. verdicts.Where(JuryVerdicts.IsValid)
                .Select(verdict => ExactSum.Of(verdict.Marks.Marks_.Where(mark => mark.Score > Met).Select(mark => points.GetValueOrDefault(mark.Criterion))) / possible),
        ];
        return jurors.Length >= Math.Max(1, jury.MinValidVerdicts)
            ? Scores.Of(MetricNames.RubricPoints, Mean.Of(jurors))
            : Scores.None(MetricNames.RubricPoints, UnscoredReason.TooFewVerdicts, JuryVerdicts.Abstentions(verdicts));
    }
}
