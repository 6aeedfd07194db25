using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MetricCatalogTests
{
    [Fact]
    public void Metrics_are_listed_by_name_with_all_that_a_reader_needs()
    {
        Assert.Equal(
            [
                "bert_score_f1", "bert_score_precision", "bert_score_recall", "bleu", "ehr_sql_answerability", "ehr_sql_execution_accuracy", "ehr_sql_query_validity", "exact_match",
                "helm_ehr_sql_execution_accuracy", "helm_ehr_sql_precision_answerable", "helm_ehr_sql_query_validity", "helm_ehr_sql_recall_answerable", "helm_exact_match", "helm_jury_score", "helm_medcalc_bench_accuracy",
                "helm_medec_error_flag_accuracy", "helm_medec_error_sentence_accuracy",
                "helm_mimiciv_billing_code_f1", "helm_mimiciv_billing_code_precision", "helm_mimiciv_billing_code_recall",
                "helm_prefix_exact_match", "helm_quasi_exact_match", "helm_quasi_prefix_exact_match",
                "jury_score", "medcalc_bench_accuracy", "medec_error_flag_accuracy", "medec_error_sentence_accuracy",
                "mimiciv_billing_code_f1", "mimiciv_billing_code_precision", "mimiciv_billing_code_recall", "prefix_exact_match", "quasi_exact_match", "quasi_prefix_exact_match",
                "rouge_1", "rouge_1_unstemmed", "rouge_2", "rouge_2_unstemmed", "rouge_l", "rouge_l_unstemmed", "rouge_lsum", "rouge_lsum_unstemmed", "rubric_points",
                "summarization_compression", "summarization_coverage", "summarization_density",
            ],
            MetricCatalog.Standard.Descriptions.Select(m => m.Name));
        Assert.All(MetricCatalog.Standard.Descriptions, metric =>
        {
            Assert.NotEmpty(metric.DisplayName);
            Assert.NotEmpty(metric.Definition);
            Assert.NotEmpty(metric.Citation);
            Assert.True(metric.RangeMin < metric.RangeMax);
            // Everywhere a decision, and nowhere left to guess.
            Assert.Contains("failed completion", metric.Definition, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(MetricCatalog.Standard.Get(metric.Name) is IVerdictMetric, metric.NeedsVerdicts);
        });
    }

    [Fact]
    public void Two_metrics_of_one_name_are_refused_at_start() =>
        Assert.Contains("exact_match", Assert.Throws<ArgumentException>(() => new MetricCatalog([new ExactMatch(), new ExactMatch()])).Message);

    [Fact]
    public void An_unknown_metric_is_named_with_those_that_exist()
    {
        var message = Assert.Throws<InvalidOperationException>(() => MetricCatalog.Standard.Get("meteor")).Message;
        Assert.Contains("'meteor'", message);
        Assert.Contains("ehr_sql_execution_accuracy, ehr_sql_query_validity, exact_match", message);
    }
}
