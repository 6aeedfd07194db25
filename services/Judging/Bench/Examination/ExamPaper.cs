using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Rubrics;

namespace MedHelm.Judging.Bench.Examination;

/// <summary>The questions of an examination: for each instance of a sample answers of every kind.</summary>
internal static class ExamPaper
{
    /// <summary>Instances without a gold answer, or with the only one there is, are left out.</summary>
    public static IReadOnlyList<ExamQuestion> Of(Rubric rubric, IReadOnlyList<Instance> sample)
    {
        var swapped = Swapped(rubric);
        var (straight, reversed) = (RubricTemplate.Parse(rubric), RubricTemplate.Parse(swapped));
        var known = sample
            .Select(instance => (Instance: instance, Gold: instance.References.FirstOrDefault(reference => reference.Correct)?.Text ?? ""))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Gold))
            .ToList();
        var questions = new List<ExamQuestion>();
        for (var i = 0; i < known.Count; i++)
        {
            var (instance, gold) = known[i];
            var other = Enumerable.Range(1, known.Count - 1).Select(step => known[(i + step) % known.Count].Gold).FirstOrDefault(text => text != gold);
            if (other is null) continue;
            var half = AnswerTexts.Half(gold);
            Add(AnswerKind.Gold, gold);
            Add(AnswerKind.Other, other);
            Add(AnswerKind.Brief, AnswerTexts.Brief);
            if (AnswerTexts.Shuffled(instance.Id, gold) is { } shuffled) Add(AnswerKind.Shuffled, shuffled);
            Add(AnswerKind.Half, half);
            Add(AnswerKind.HalfAgain, half);
            Add(AnswerKind.HalfPadded, AnswerTexts.Padded(half));
            Add(AnswerKind.OtherInjected, AnswerTexts.Injected(i, other, rubric));
            if (rubric.Criteria.Count > 1) questions.Add(new(instance.Id, AnswerKind.HalfSwapped, reversed.Render(new(instance.Input, half, gold), swapped.Criteria), swapped, 0));

            void Add(AnswerKind kind, string answer) =>
                questions.Add(new(instance.Id, kind, straight.Render(new(instance.Input, answer, gold), rubric.Criteria), rubric, kind == AnswerKind.HalfAgain ? 1 : 0));
        }
        return questions;
    }

    private static Rubric Swapped(Rubric rubric)
    {
        var swapped = rubric.Clone();
        swapped.Criteria.Clear();
        swapped.Criteria.Add(rubric.Criteria.Reverse());
        return swapped;
    }
}
