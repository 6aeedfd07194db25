using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.BillingCodes;

/// <summary>Precision, recall or F1 of the ICD-10 codes that an answer mentions, over one note; 0 where undefined.</summary>
internal sealed class BillingCodeAgreement(CodeMeasure measure) : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(NameOf(measure), $"Billing code {DisplayName(measure)}", Definition(measure), Citations.BillingCodes);

    public Score Rate(Answer answer)
    {
        if (!answer.References.AnyCorrect) return Scores.None(Description.Name, UnscoredReason.NoReference);
        var right = BillingCodeText.Listed(answer.References.CorrectTexts);
        if (right.Count == 0) return Scores.None(Description.Name, UnscoredReason.ReferenceUnusable, "the reference holds no ICD-10 code");
        var predicted = BillingCodeText.In(answer.Text);
        return Scores.Counted(Description.Name, SetAgreement.Of(measure, predicted, right), SetAgreement.Count(predicted, right));
    }

    internal static string DisplayName(CodeMeasure measure) => measure == CodeMeasure.F1 ? "F1" : measure == CodeMeasure.Precision ? "precision" : "recall";

    private static string NameOf(CodeMeasure measure) => measure switch
    {
        CodeMeasure.Precision => MetricNames.BillingCodePrecision,
        CodeMeasure.Recall => MetricNames.BillingCodeRecall,
        _ => MetricNames.BillingCodeF1,
    };

    private static string Definition(CodeMeasure measure) =>
        measure switch
        {
            CodeMeasure.Precision => "Share of the codes in the answer that the reference has",
            CodeMeasure.Recall => "Share of the reference's codes that the answer has",
            _ => "Harmonic mean of precision and recall of the codes in the answer against those of the reference",
        }
        + ", for one note; 0 where undefined, so the mean over notes is neither micro- nor macro-averaged over codes (as MedHELM). Codes are ICD-10-CM and ICD-10-PCS "
        + "as sets, compared in upper case without dots, whole to the seventh character (S72.001A, Z3A.01). HELM's code cuts these, cannot find some, and no lower case. "
        + "A failed completion is unscored.";
}
