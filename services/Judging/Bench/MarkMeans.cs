using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;

namespace MedHelm.Judging.Bench;

/// <summary>What one juror gave one answer, on the rubric's scale: the mean over criteria, and repeats, of its marks, as Scoring makes it of a jury of one.</summary>
internal sealed class MarkMeans(JuryScores scores)
{
    private const string Metric = "jury_score";

    /// <summary>One for each answer's verdicts of one juror, in their order; null where all of them are abstentions.</summary>
    public Task<IReadOnlyList<double?>> OfAsync(Rubric rubric, IReadOnlyList<IReadOnlyCollection<Verdict>> verdicts, CancellationToken cancel)
    {
        if (verdicts.Count == 0) return Task.FromResult<IReadOnlyList<double?>>([]);
        var alone = new Jury { Rubric = rubric, MinValidVerdicts = 1, Aggregation = Aggregation.Mean };
        var first = verdicts[0].First();
        alone.Jurors.Add(new Juror { Name = first.Juror, Deployment = first.Deployment });
        return scores.OfAsync(alone, Metric, verdicts, cancel);
    }
}
