using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Signed rubric points (Arora et al. 2025, HealthBench): for each juror the points of the criteria that the answer meets, over the sum of
/// the positive points; the mean over jurors with a valid verdict, repeats averaged before. Points are the rubric's, or those that an
/// instance with criteria of its own brings. At most 1, below 0 where points are lost; the mean over instances
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
            + "verdicts leave the answer unscored, and so does a rubric, or an instance with criteria of its own, without positive points. Repeats of a juror are averaged first. A failed completion is unscored too.",
        NeedsVerdicts = true,
        Citation = "Arora RK et al. HealthBench: Evaluating Large Language Models Towards Improved Human Health. arXiv:2505.08775, 2025.",
        Clipped = true,
    };

    public Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury)
    {
        var ofInstance = jury.Rubric is { InstanceCriteria.Length: > 0 };
        Dictionary<string, double> points = jury.Rubric?.Criteria.ToDictionary(criterion => criterion.Name, criterion => criterion.Points, StringComparer.Ordinal) ?? [];
        if (!ofInstance && !(Possible(points.Values) > 0)) return WithoutPoints("rubric");
        var jurors = JurorOpinion.Of(verdicts);
        if (jurors.Count < Math.Max(1, jury.MinValidVerdicts)) return Scores.None(MetricNames.RubricPoints, UnscoredReason.TooFewVerdicts, JuryVerdicts.Abstentions(verdicts));
        var shares = jurors.Select(juror => Mean.Of([.. juror.Valid.Select(Share)])).ToList();
        return shares.Exists(double.IsNaN) ? WithoutPoints("instance") : Scores.Of(MetricNames.RubricPoints, Mean.Of(shares));

        double PointsOf(Mark mark) => ofInstance ? mark.Points : points.GetValueOrDefault(mark.Criterion);

        double Share(Verdict verdict)
        {
            var possible = ofInstance ? Possible(verdict.Marks.Marks_.Select(mark => mark.Points)) : Possible(points.Values);
            return possible > 0 ? ExactSum.Of(verdict.Marks.Marks_.Where(mark => mark.Score > Met).Select(PointsOf)) / possible : double.NaN;
        }
    }

    private static double Possible(IEnumerable<double> points) => ExactSum.Of(points.Where(p => p > 0));

    private static Score WithoutPoints(string whose) => Scores.None(MetricNames.RubricPoints, UnscoredReason.NotApplicable, $"the {whose} has no criterion with positive points");
}
