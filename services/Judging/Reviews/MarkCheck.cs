using System.Globalization;
using MedHelm.Contracts.Judging.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Reviews;

/// <summary>Checks a clinician's marks against the rubric: every criterion once, on the scale.</summary>
internal static class MarkCheck
{
    private const int LongestText = 4000;

    /// <summary>The marks in the rubric's order.</summary>
    public static Marks Of(IReadOnlyList<Mark> marks, string comment, Rubric rubric)
    {
        var violations = new Violations();
        violations.Require(comment.Length <= LongestText, "comment", $"must be at most {LongestText} characters.");
        var names = rubric.Criteria.Select(criterion => criterion.Name).ToHashSet(StringComparer.Ordinal);
        var marked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            if (!names.Contains(mark.Criterion)) violations.Add($"marks[{i}].criterion", $"must be a criterion of the rubric: {string.Join(", ", names)}.");
            else violations.Require(marked.Add(mark.Criterion), $"marks[{i}].criterion", $"must be marked once, but '{mark.Criterion}' is there before.");
            // A comparison with what is not a number is never true.
            violations.Require(
                mark.Score >= rubric.ScaleMin && mark.Score <= rubric.ScaleMax, $"marks[{i}].score",
                string.Create(CultureInfo.InvariantCulture, $"must be a number on the scale from {rubric.ScaleMin} to {rubric.ScaleMax}, was {mark.Score}."));
            violations.Require(mark.Explanation.Length <= LongestText, $"marks[{i}].explanation", $"must be at most {LongestText} characters.");
        }
        foreach (var left in names.Where(name => !marked.Contains(name))) violations.Add("marks", $"must mark every criterion, but '{left}' has no mark.");
        violations.ThrowIfAny();
        return new Marks
        {
            Marks_ = { rubric.Criteria.Select(criterion => marks.First(mark => mark.Criterion == criterion.Name)).Select(mark => new Mark { Criterion = mark.Criterion, Score = mark.Score, Explanation = mark.Explanation }) },
        };
    }
}
