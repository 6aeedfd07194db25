namespace MedHelm.Catalog.Definitions;

/// <summary>The metrics that definitions may name; the scoring service defines what they compute.</summary>
public static class KnownMetrics
{
    /// <summary>Metrics that a jury's verdicts decide.</summary>
    public static IReadOnlyList<string> NeedingJury { get; } = ["jury_score", "helm_jury_score"];

    public static IReadOnlyList<string> All { get; } =
    [
        "exact_match", "quasi_exact_match", "helm_exact_match",
        .. NeedingJury,
        "medcalc_bench_accuracy", "helm_medcalc_bench_accuracy",
        "medec_error_flag_accuracy", "medec_error_sentence_accuracy", "helm_medec_error_flag_accuracy", "helm_medec_error_sentence_accuracy",
        "ehr_sql_execution_accuracy", "ehr_sql_query_validity", "helm_ehr_sql_execution_accuracy",
        "mimiciv_billing_code_f1", "mimiciv_billing_code_precision", "mimiciv_billing_code_recall",
        "helm_mimiciv_billing_code_f1", "helm_mimiciv_billing_code_precision", "helm_mimiciv_billing_code_recall",
    ];
}
