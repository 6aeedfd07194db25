using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>1 when the answer names the sentence with the error, or says rightly that there is none (Ben Abacha et al., MEDEC, 2025), else 0.</summary>
internal sealed class MedecSentenceAccuracy : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.MedecSentenceAccuracy,
        "MEDEC error sentence accuracy",
        "1 when the answer names the sentence that has the error, or says CORRECT of a note without one, else 0 (error sentence detection of Ben Abacha et al., "
        + "MEDEC). The right number leads the reference, the answer's leads the answer, also as 'Sentence 3:'. HELM's code never finds the reference's number, so that "
        + "every note with an error is 0 there. An answer that says neither is unscored; so is a failed completion.",
        Citations.Medec);

    public Score Rate(Answer answer)
    {
        var (gold, problem, detail) = Findings.OfReference(answer.References);
        if (gold is not { } right) return Scores.None(MetricNames.MedecSentenceAccuracy, problem, detail);
        return Findings.Of(answer.Text) is { } found
            ? Scores.Of(MetricNames.MedecSentenceAccuracy, found.Sentence == right.Sentence ? 1 : 0, found.Rule)
            : Scores.None(MetricNames.MedecSentenceAccuracy, UnscoredReason.NoChoice);
    }
}
