using MedHelm.Catalog.Checks;
using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Right and wrong answers of instances, as a model would give them.</summary>
internal static class GoldAnswers
{
    private const string Wrong = "wrong answer, on purpose";

    // Text that is no finding claims an error to some metrics, so that a note with one needs the claim of none.
    private const string NoError = "CORRECT";

    // Where declining is right, text that is no query declines, so that only a query is wrong.
    private const string WrongQuery = "SELECT 1";

    /// <summary>The right answer and a wrong one; null when the instance has no right one.</summary>
    public static (PostedAnswer Gold, PostedAnswer Wrong)? Of(BenchmarkCheck check, DatasetInstance instance)
    {
        var right = instance.References.ToList().FindIndex(r => r.Correct);
        if (right < 0)
            return null;
        return check.Definition.Adaptation == Adaptation.MultipleChoice
            ? (Posted(instance, Letter(right)), Posted(instance, Letter(WrongOption(instance, right))))
            : (Posted(instance, instance.References[right].Text), Posted(instance, WrongText(check, instance, instance.References[right].Text)));
    }

    // Under protocol medhelm two options may read the same, and then both are right.
    private static int WrongOption(DatasetInstance instance, int right) => Enumerable.Range(right + 1, instance.References.Count - 1)
        .Select(i => i % instance.References.Count)
        .First(i => !string.Equals(instance.References[i].Text, instance.References[right].Text, StringComparison.Ordinal));

    private static string WrongText(BenchmarkCheck check, DatasetInstance instance, string right)
    {
        if (IsUnanswerable(instance))
            return WrongQuery;
        return check.Definition.Metrics.Any(m => m.Contains("medec_", StringComparison.Ordinal)) && right.Trim() != NoError ? NoError : Wrong;
    }

    private static bool IsUnanswerable(DatasetInstance instance) =>
        instance.Extra.Any(e => e.Name == "is_impossible" && e.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase));

    private static string Letter(int option) => ((char)('A' + option)).ToString();

    private static PostedAnswer Posted(DatasetInstance instance, string text) => new()
    {
        Text = text,
        References = { instance.References.Select(r => new Reference { Text = r.Text, Correct = r.Correct }) },
        Extra = { instance.Extra.Select(e => new Extra { Name = e.Name, Value = e.Value }) },
    };
}
