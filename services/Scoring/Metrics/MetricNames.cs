namespace MedHelm.Scoring.Metrics;

/// <summary>Names as benchmarks use them. Those with "helm_" reproduce HELM's code to the item, defects included; protocol "medhelm" alone names them.</summary>
internal static class MetricNames
{
    internal const string ExactMatch = "exact_match";
    internal const string QuasiExactMatch = "quasi_exact_match";
    internal const string JuryScore = "jury_score";
    internal const string RubricPoints = "rubric_points";
    internal const string HelmExactMatch = "helm_exact_match";
    internal const string HelmJuryScore = "helm_jury_score";

    internal const string PrefixExactMatch = "prefix_exact_match";
    internal const string QuasiPrefixExactMatch = "quasi_prefix_exact_match";
    internal const string HelmQuasiExactMatch = "helm_quasi_exact_match";
    internal const string HelmPrefixExactMatch = "helm_prefix_exact_match";
    internal const string HelmQuasiPrefixExactMatch = "helm_quasi_prefix_exact_match";

    internal const string Rouge1 = "rouge_1";
    internal const string Rouge2 = "rouge_2";
    internal const string RougeL = "rouge_l";
    internal const string RougeLsum = "rouge_lsum";
    internal const string Rouge1Unstemmed = "rouge_1_unstemmed";
    internal const string Rouge2Unstemmed = "rouge_2_unstemmed";
    internal const string RougeLUnstemmed = "rouge_l_unstemmed";
    internal const string RougeLsumUnstemmed = "rouge_lsum_unstemmed";
    internal const string Bleu = "bleu";
    internal const string SummarizationCoverage = "summarization_coverage";
    internal const string SummarizationDensity = "summarization_density";
    internal const string SummarizationCompression = "summarization_compression";

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
    internal const string EhrSqlAnswerability = "ehr_sql_answerability";
    internal const string HelmEhrSqlValidity = "helm_ehr_sql_query_validity";
    internal const string HelmEhrSqlPrecision = "helm_ehr_sql_precision_answerable";
    internal const string HelmEhrSqlRecall = "helm_ehr_sql_recall_answerable";
    internal const string HelmEhrSqlAccuracy = "helm_ehr_sql_execution_accuracy";

    internal const string BertScorePrecision = "bert_score_precision";
    internal const string BertScoreRecall = "bert_score_recall";
    internal const string BertScoreF1 = "bert_score_f1";
}
