using System.Collections.Frozen;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.BillingCodes;

/// <summary>HELM's mimiciv_billing_code metrics as coded: codes in answer and references alike are what its pattern finds.</summary>
internal sealed partial class HelmBillingCodeAgreement(CodeMeasure measure) : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        NameOf(measure),
        $"Billing code {BillingCodeAgreement.DisplayName(measure)} (as HELM)",
        $"HELM's mimiciv_billing_code_{BillingCodeAgreement.DisplayName(measure).ToLowerInvariant()} to the item, for one note; 0 where undefined. In answer and references a code is an "
        + "upper-case letter, one to three digits, and after a dot one to four more, ending at a word boundary: S72.001A counts as S72, Z3A.01, procedure codes and lower case "
        + "are not found. One difference is decided: a failed completion, which HELM scores as an empty answer, is unscored here.",
        Citations.BillingCodes);

    public Score Rate(Answer answer)
    {
        if (answer.References.Texts.Count == 0) return Scores.None(Description.Name, UnscoredReason.NoReference);
        var (predicted, right) = (Codes(answer.Text), Codes([.. answer.References.Texts]));
        return Scores.Counted(Description.Name, SetAgreement.Of(measure, predicted, right), SetAgreement.Count(predicted, right));
    }

    private static string NameOf(CodeMeasure measure) => measure switch
    {
        CodeMeasure.Precision => MetricNames.HelmBillingCodePrecision,
        CodeMeasure.Recall => MetricNames.HelmBillingCodeRecall,
        _ => MetricNames.HelmBillingCodeF1,
    };

    private static FrozenSet<string> Codes(params string[] texts) => texts
        .SelectMany(text => Shape().Matches(text.Replace("**", "", StringComparison.Ordinal)).Select(match => match.Value.TrimEnd('.')))
        .ToFrozenSet(StringComparer.Ordinal);

    // Digits and word boundaries are those of Unicode, as in Python.
    [GeneratedRegex(@"\b[A-Z]\d{1,3}(?:\.\d{1,4})?\.?\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
