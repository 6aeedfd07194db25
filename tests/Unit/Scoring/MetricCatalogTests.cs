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
                "ehr_sql_execution_accuracy", "ehr_sql_query_validity", "exact_match",
                "helm_ehr_sql_execution_accuracy", "helm_exact_match", "helm_jury_score", "helm_medcalc_bench_accuracy",
                "helm_medec_error_flag_accuracy", "helm_medec_error_sentence_accuracy",
                "helm_mimiciv_billing_code_f1", "helm_mimiciv_billing_code_precision", "helm_mimiciv_billing_code_recall",
                "jury_score", "medcalc_bench_accuracy", "medec_error_flag_accuracy", "medec_error_sentence_accuracy",
                "mimiciv_billing_code_f1", "mimiciv_billing_code_precision", "mimiciv_billing_code_recall", "quasi_exact_match",
            ],
            MetricCatalog.Standard.Descriptions.Select(m => m.Name));
        Assert.All(MetricCatalog.Standard.Descriptions, metric =>
        {
            Assert.NotEmpty(metric.DisplayName);
            Assert.NotEmpty(metric.Definition);
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
        var message = Assert.Throws<InvalidOperationException>(() => MetricCatalog.Standard.Get("bleu")).Message;
        Assert.Contains("'bleu'", message);
        Assert.Contains("ehr_sql_execution_accuracy, ehr_sql_query_validity, exact_match", message);
    }
}
