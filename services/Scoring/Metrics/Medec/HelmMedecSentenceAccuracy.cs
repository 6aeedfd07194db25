using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>HELM's medec_error_sentence_accuracy as coded: the reference's sentence number is never found, so notes with an error are 0.</summary>
internal sealed class HelmMedecSentenceAccuracy : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmMedecSentenceAccuracy,
        "MEDEC error sentence accuracy (as HELM)",
        "HELM's medec_error_sentence_accuracy to the item, defect included: a note without error is 1 when the answer is exactly CORRECT; for a note with an "
        + "error the right number is sought in the whole reference instead of at its beginning and never found, so it is 0 whatever the answer. One difference is decided: a failed "
        + "completion, which HELM scores as an empty answer, is unscored here.",
        Citations.MedHelm + "medec_metrics.py");

    public Score Rate(Answer answer)
    {
        if (answer.References.CorrectTexts.FirstOrDefault() is not { } reference) return Scores.None(MetricNames.HelmMedecSentenceAccuracy, UnscoredReason.NoReference);
        var (gold, found) = (HelmFindings.OfReference(reference), HelmFindings.Of(answer.Text));
        var right = gold.Error && found.Error ? gold.Sentence == found.Sentence : !gold.Error && !found.Error;
        return Scores.Of(MetricNames.HelmMedecSentenceAccuracy, right ? 1 : 0);
    }
}
