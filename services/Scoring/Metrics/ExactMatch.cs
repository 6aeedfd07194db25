using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// 1 when the answer equals a correct reference after trimming, else 0 (HELM exact_match: the best over correct references;
/// an empty answer is 0). For multiple choice: 1 when the chosen option is a correct one.
/// </summary>
internal sealed class ExactMatch : IAnswerMetric
{
    public Metric Description { get; } = new()
    {
        Name = MetricNames.ExactMatch,
        DisplayName = "Exact match",
        Direction = Direction.HigherIsBetter,
        RangeMin = 0,
        RangeMax = 1,
        Definition = "1 when the answer equals a correct reference after trimming, else 0; for multiple choice, 1 when the option "
            + "that the answer names is a correct one. As HELM's exact_match, except that an answer naming no option is unscored, and so is a failed completion.",
        Citation = Citations.Helm,
    };

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(MetricNames.ExactMatch, UnscoredReason.NoReference);
        if (answer.MultipleChoice)
        {
            return answer.Choice is { } choice
                ? Scores.Of(MetricNames.ExactMatch, answer.References.Correct[choice.Option] ? 1 : 0, choice.Rule)
                : Scores.None(MetricNames.ExactMatch, UnscoredReason.NoChoice);
        }
        var text = answer.Text.AsSpan().Trim();
        foreach (var reference in answer.References.CorrectTexts)
            if (text.Length > 0 && text.SequenceEqual(reference.AsSpan().Trim())) return Scores.Of(MetricNames.ExactMatch, 1);
        return Scores.Of(MetricNames.ExactMatch, 0);
    }
}
