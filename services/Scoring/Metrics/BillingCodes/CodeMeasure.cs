namespace MedHelm.Scoring.Metrics.BillingCodes;

/// <summary>How two sets of codes are compared.</summary>
internal enum CodeMeasure
{
    F1,
    Precision,
    Recall,
}
