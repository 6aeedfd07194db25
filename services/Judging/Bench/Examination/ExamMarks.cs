namespace MedHelm.Judging.Bench.Examination;

/// <summary>The marks of an examination: by instance and kind of answer the mean over criteria, null for an abstention.</summary>
internal sealed class ExamMarks(IEnumerable<(string Instance, AnswerKind Kind, double? Mark)> marks)
{
    private readonly Dictionary<(string Instance, AnswerKind Kind), double?> known = marks.ToDictionary(mark => (mark.Instance, mark.Kind), mark => mark.Mark);

    /// <summary>Every question with 1 where the reply gave a verdict, else 0.</summary>
    public IReadOnlyList<(string Instance, double Value)> Readable => [.. known.Select(mark => (mark.Key.Instance, mark.Value is null ? 0.0 : 1.0))];

    /// <summary>Mark of the one answer minus mark of the other, for each instance where both were given.</summary>
    public IEnumerable<(string Instance, double Value)> Differences(AnswerKind first, AnswerKind second)
    {
        foreach (var ((instance, kind), mark) in known)
            if (kind == first && mark is { } one && known.GetValueOrDefault((instance, second)) is { } other) yield return (instance, one - other);
    }

    /// <summary>The same, however it points.</summary>
    public IEnumerable<(string Instance, double Value)> Distances(AnswerKind first, AnswerKind second) =>
        Differences(first, second).Select(difference => (difference.Instance, Math.Abs(difference.Value)));
}
