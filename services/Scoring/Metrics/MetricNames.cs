namespace MedHelm.Scoring.Metrics;

/// <summary>Names as benchmarks use them. Those with "helm_" reproduce HELM's code to the item, defects included; protocol "medhelm" alone names them.</summary>
internal static class MetricNames
{
    internal const string ExactMatch = "exact_match";
    internal const string QuasiExactMatch = "quasi_exact_match";
    internal const string JuryScore = "jury_score";
    internal const string HelmExactMatch = "helm_exact_match";
    internal const string HelmJuryScore = "helm_jury_score";

    internal const string MedCalcAccuracy = "medcalc_bench_accuracy";
    internal const string HelmMedCalcAccuracy = "helm_medcalc_bench_accuracy";

    internal const string MedecFlagAccuracy = "medec_error_flag_accuracy";
    internal const string MedecSentenceAccuracy = "medec_error_sentence_accuracy";
    internal const string HelmMedecFlagAccuracy = "helm_medec_error_flag_accuracy";
    internal const string HelmMedecSentenceAccuracy = "helm_medec_error_sentence_accuracy";

    internal const string BillingCodeF1 = "mimiciv_billing_code_f1";
    internal const string BillingCodePrecision = "mimiciv_billing_code_precision";
    internal const string BillingCodeRecall = "mimiciv_billing_code_recall";
    internal const string HelmBillingCodeF1 = "helm_mimiciv_billing_code_f1";
    internal const string HelmBillingCodePrecision = "helm_mimiciv_billing_code_precision";
    internal const string HelmBillingCodeRecall = "helm_mimiciv_billing_code_recall";

    internal const string EhrSqlAccuracy = "ehr_sql_execution_accuracy";
    internal const string EhrSqlValidity = "ehr_sql_query_validity";
    internal const string HelmEhrSqlAccuracy = "helm_ehr_sql_execution_accuracy";
}
