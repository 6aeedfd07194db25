using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// 1 when the answer begins with a correct reference after trimming, else 0 (HELM prefix_exact_match: the best over correct references; an
/// empty answer is 0). For multiple choice: 1 when the chosen option is a correct one.
/// </summary>
internal sealed class PrefixExactMatch : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.PrefixExactMatch,
        "Prefix exact match",
        "1 when the answer begins with a correct reference after trimming, else 0; no word need end there, so 'normal' begins with 'no'. For multiple choice, 1 when the option that "
        + "the answer names is a correct one. As HELM's prefix_exact_match, except that a reference without text is no beginning, that an answer naming no option is unscored, and so is a failed completion.",
        Citations.Helm);

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.PrefixExactMatch, UnscoredReason.NoReference);
        if (answer.MultipleChoice)
        {
            return answer.Choice is { } choice
                ? Scores.Of(MetricNames.PrefixExactMatch, answer.References.Correct[choice.Option] ? 1 : 0, choice.Rule)
                : Scores.None(MetricNames.PrefixExactMatch, UnscoredReason.NoChoice);
        }
        var text = answer.Text.Trim();
        var right = answer.References.CorrectTexts.Select(reference => reference.Trim()).Any(reference => reference.Length > 0 && text.StartsWith(reference, StringComparison.Ordinal));
        return Scores.Of(MetricNames.PrefixExactMatch, right ? 1 : 0);
    }
}
