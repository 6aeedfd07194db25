using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>HELM's medec_error_flag_accuracy as coded: only an answer that is exactly CORRECT says that the note has no error.</summary>
internal sealed class HelmMedecFlagAccuracy : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmMedecFlagAccuracy,
        "MEDEC error flag accuracy (as HELM)",
        "HELM's medec_error_flag_accuracy to the item: an answer that is CORRECT after trimming says that the note has no error, every other one, such as "
        + "'Correct.' or an empty answer, that it has one; 1 when that agrees with the reference, else 0. One difference is decided: a failed completion, which HELM scores as an "
        + "empty answer, is unscored here.",
        Citations.MedHelm + "medec_metrics.py");

    public Score Rate(Answer answer)
    {
        if (answer.References.CorrectTexts.FirstOrDefault() is not { } reference) return Scores.None(MetricNames.HelmMedecFlagAccuracy, UnscoredReason.NoReference);
        return Scores.Of(MetricNames.HelmMedecFlagAccuracy, HelmFindings.Of(answer.Text).Error == HelmFindings.OfReference(reference).Error ? 1 : 0);
    }
}
