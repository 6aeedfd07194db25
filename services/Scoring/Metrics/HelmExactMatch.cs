using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// HELM's exact_match as coded. Multiple choice: the stripped answer is looked up among the bare letters, and the text of that option is
/// compared; anything but a letter alone is 0. An empty answer, and an instance without a correct reference, are 0.
/// </summary>
internal sealed class HelmExactMatch : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmExactMatch,
        "Exact match (as HELM)",
        "HELM's exact_match to the item: 1 when the answer equals a correct reference after trimming, else 0; for multiple choice the trimmed "
        + "answer must be one upper-case letter and nothing else, so 'A.' or 'The answer is A' is 0, and so is an instance without a correct option. One "
        + "difference is decided: a failed completion, which HELM scores as an empty answer, is unscored here.",
        Citations.Helm);

    public Score Rate(Answer answer)
    {
        var text = PythonText.Strip(answer.Text);
        if (answer.MultipleChoice) text = Mapped(text, answer.References.Texts);
        var right = text.Length > 0 && answer.References.CorrectTexts.Any(correct => PythonText.Strip(correct).Equals(text, StringComparison.Ordinal));
        return Scores.Of(MetricNames.HelmExactMatch, right ? 1 : 0);
    }

    /// <summary>The text of the option whose letter this is; empty when it is none.</summary>
    internal static string Mapped(string text, IReadOnlyList<string> options) =>
        text.Length == 1 && text[0] >= 'A' && text[0] - 'A' < options.Count ? PythonText.Strip(options[text[0] - 'A']) : "";
}
