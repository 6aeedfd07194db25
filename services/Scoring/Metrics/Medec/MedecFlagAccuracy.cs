using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>1 when the answer says rightly whether the note has an error (Ben Abacha et al., MEDEC, 2025), else 0.</summary>
internal sealed class MedecFlagAccuracy : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.MedecFlagAccuracy,
        "MEDEC error flag accuracy",
        "1 when the answer says rightly whether the note has an error, else 0 (error flag accuracy of Ben Abacha et al., MEDEC). CORRECT, in any case and "
        + "with quotes or punctuation, says that it has none; a leading sentence number, also as 'Sentence 3:', says that it has one. An answer that says neither is "
        + "unscored, where HELM takes it for a claim of error; so is a failed completion.",
        Citations.Medec);

    public Score Rate(Answer answer)
    {
        var (gold, problem, detail) = Findings.OfReference(answer.References);
        if (gold is not { } right) return Scores.None(MetricNames.MedecFlagAccuracy, problem, detail);
        return Findings.Of(answer.Text) is { } found
            ? Scores.Of(MetricNames.MedecFlagAccuracy, found.HasError == right.HasError ? 1 : 0, found.Rule)
            : Scores.None(MetricNames.MedecFlagAccuracy, UnscoredReason.NoChoice);
    }
}
