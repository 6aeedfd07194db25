using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Drift;

/// <summary>A frozen answer as one juror marked it.</summary>
/// <param name="Juror">Name within the jury.</param>
/// <param name="Place">When it is judged again, from 0.</param>
/// <param name="Candidate">Who gave the answer.</param>
/// <param name="InstanceId">To what.</param>
/// <param name="Mark">Mean over criteria, and repeats, of the juror's marks.</param>
/// <param name="PromptDigest">What the juror was asked.</param>
/// <param name="Verdict">The first valid one that the mark was made of.</param>
internal sealed record Anchor(string Juror, int Place, string Candidate, string InstanceId, double Mark, string PromptDigest, Verdict Verdict)
{
    /// <summary>The rubric as the answer's criteria have it, where each instance brings its own.</summary>
    public Rubric Read(Rubric rubric)
    {
        if (rubric.InstanceCriteria.Length == 0) return rubric;
        var own = rubric.Clone();
        own.Criteria.Clear();
        own.Criteria.Add(Verdict.Marks.Marks_.Select(mark => new Criterion { Name = mark.Criterion, Points = mark.Points }));
        return own;
    }
}
