using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// 1 when the answer begins with a correct reference after <see cref="QuasiExactMatch.Normalise"/>, else 0 (HELM quasi_prefix_exact_match: the best over
/// correct references; an empty answer is 0). For multiple choice: 1 when the chosen option is a correct one.
/// </summary>
internal sealed class QuasiPrefixExactMatch : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.QuasiPrefixExactMatch,
        "Quasi-prefix exact match",
        "1 when the answer begins with a correct reference, both in lower case without ASCII punctuation, the words a, an and the, and surplus space, else 0; no word need end there. For multiple "
        + "choice, 1 when the option that the answer names is a correct one. As HELM's quasi_prefix_exact_match, except that a reference of which nothing is left is no beginning, that an answer naming "
        + "no option is unscored, and so is a failed completion.",
        Citations.Helm);

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.QuasiPrefixExactMatch, UnscoredReason.NoReference);
        if (answer.MultipleChoice)
        {
            return answer.Choice is { } choice
                ? Scores.Of(MetricNames.QuasiPrefixExactMatch, answer.References.Correct[choice.Option] ? 1 : 0, choice.Rule)
                : Scores.None(MetricNames.QuasiPrefixExactMatch, UnscoredReason.NoChoice);
        }
        var text = QuasiExactMatch.Normalise(answer.Text);
        var right = answer.References.CorrectTexts.Select(QuasiExactMatch.Normalise).Any(reference => reference.Length > 0 && text.StartsWith(reference, StringComparison.Ordinal));
        return Scores.Of(MetricNames.QuasiPrefixExactMatch, right ? 1 : 0);
    }
}
