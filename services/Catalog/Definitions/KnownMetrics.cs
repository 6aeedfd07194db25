namespace MedHelm.Catalog.Definitions;

/// <summary>The metrics that definitions may name; the scoring service defines what they compute.</summary>
public static class KnownMetrics
{
    /// <summary>The metric of criteria with points.</summary>
    public const string RubricPoints = "rubric_points";

    /// <summary>Metrics that a jury's verdicts decide.</summary>
    public static IReadOnlyList<string> NeedingJury { get; } = ["jury_score", "helm_jury_score", RubricPoints];

    /// <summary>Metrics that describe an answer: more is neither better nor worse, so none can be the main one.</summary>
    public static IReadOnlyList<string> Describing { get; } = ["summarization_coverage", "summarization_density", "summarization_compression"];

    public static IReadOnlyList<string> All { get; } =
    [
        "exact_match", "quasi_exact_match", "helm_exact_match",
        "prefix_exact_match", "quasi_prefix_exact_match", "helm_quasi_exact_match", "helm_prefix_exact_match", "helm_quasi_prefix_exact_match",
        "rouge_1", "rouge_2", "rouge_l", "rouge_lsum", "rouge_1_unstemmed", "rouge_2_unstemmed", "rouge_l_unstemmed", "rouge_lsum_unstemmed", "bleu",
        .. Describing,
        .. NeedingJury,
        "medcalc_bench_accuracy", "helm_medcalc_bench_accuracy",
        "medec_error_flag_accuracy", "medec_error_sentence_accuracy", "helm_medec_error_flag_accuracy", "helm_medec_error_sentence_accuracy",
        "ehr_sql_execution_accuracy", "ehr_sql_query_validity", "ehr_sql_answerability",
        "helm_ehr_sql_execution_accuracy", "helm_ehr_sql_query_validity", "helm_ehr_sql_precision_answerable", "helm_ehr_sql_recall_answerable",
        "mimiciv_billing_code_f1", "mimiciv_billing_code_precision", "mimiciv_billing_code_recall",
        "helm_mimiciv_billing_code_f1", "helm_mimiciv_billing_code_precision", "helm_mimiciv_billing_code_recall",
        "bert_score_precision", "bert_score_recall", "bert_score_f1",
    ];
}
