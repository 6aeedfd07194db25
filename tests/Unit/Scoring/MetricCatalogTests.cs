using MedHelm.Scoring.Metrics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class MetricCatalogTests
{
    [Fact]
    public void Metrics_are_listed_by_name_with_all_that_a_reader_needs()
    {
        Assert.Equal(["exact_match", "jury_score", "quasi_exact_match"], MetricCatalog.Standard.Descriptions.Select(m => m.Name));
        Assert.All(MetricCatalog.Standard.Descriptions, metric =>
        {
            Assert.NotEmpty(metric.DisplayName);
            Assert.NotEmpty(metric.Definition);
            Assert.True(metric.RangeMin < metric.RangeMax);
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
        Assert.Contains("exact_match, jury_score", message);
    }
}
