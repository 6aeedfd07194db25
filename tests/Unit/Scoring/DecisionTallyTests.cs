using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class DecisionTallyTests
{
    [Theory]
    [InlineData("mimiciv_billing_code_f1", 2, 1, 1)]
    [InlineData("mimiciv_billing_code_precision", 2, 1, 1)]
    [InlineData("mimiciv_billing_code_recall", 2, 1, 1)]
    // HELM cuts S72.001A to S72, which the reference has then too.
    [InlineData("helm_mimiciv_billing_code_f1", 2, 1, 1)]
    public void Codes_of_a_note_are_counted_as_named_rightly_named_wrongly_and_left_out(string metric, int right, int wrong, int missed)
    {
        var answer = Answer("I10, E11.9 and J45.909.", "I10, E11.9, S72.001A", impossible: null);
        var tally = ((IAnswerMetric)MetricCatalog.Standard.Get(metric)).Rate(answer).Tally;
        Assert.Equal((right, wrong, missed), (tally.TruePositives, tally.FalsePositives, tally.FalseNegatives));
    }

    [Theory]
    [InlineData("select 1", false, 1, 1, 0, 0)]
    [InlineData("null", false, 0, 0, 0, 1)]
    [InlineData("I cannot tell.", false, 0, 0, 0, 1)]
    [InlineData("select 1", true, 0, 0, 1, 0)]
    [InlineData("null", true, 1, 0, 0, 0)]
    public void A_question_is_attempted_rightly_wrongly_or_not(string text, bool impossible, double value, int right, int wrong, int missed)
    {
        var score = new EhrSqlAnswerability().Rate(Answer(text, impossible ? "null" : "select gold", impossible));
        Assert.Equal((value, right, wrong, missed), (score.Value, score.Tally.TruePositives, score.Tally.FalsePositives, score.Tally.FalseNegatives));
    }

    [Theory]
    [InlineData("select 1", false, 1)]
    // Any text counts as an attempt.
    [InlineData("null", false, 1)]
    [InlineData(" ", false, 0)]
    [InlineData("select 1", true, 0)]
    [InlineData(" ", true, 0)]
    public void HELMs_precision_and_recall_of_answerable_questions_are_one_share_of_all(string text, bool impossible, double value)
    {
        var answer = Answer(text, impossible ? "null" : "select gold", impossible);
        foreach (var name in new[] { MetricNames.HelmEhrSqlPrecision, MetricNames.HelmEhrSqlRecall })
            Assert.Equal(value, ((IAnswerMetric)MetricCatalog.Standard.Get(name)).Rate(answer).Value);
    }

    [Theory]
    [InlineData("<sql>select 1</sql>", "select 1", true, 1)]
    [InlineData("select 1", "select 1", false, 0)]
    [InlineData("I cannot tell.", "I cannot tell.", false, 0)]
    public void HELMs_validity_runs_whatever_stands_there(string text, string sql, bool runs, double value)
    {
        var answer = Answer(text, "select gold", impossible: false);
        var query = Assert.Single(new HelmEhrSqlValidity().Queries(answer));
        Assert.Equal(sql, query.Sql);
        answer = answer.With(new Dictionary<string, QueryOutcome> { [query.Sql] = new(runs ? QueryStatus.Rows : QueryStatus.Failed, [], "") });
        Assert.Equal(value, new HelmEhrSqlValidity().Rate(answer).Value);
    }

    [Fact]
    public void HELMs_validity_of_an_answer_without_a_query_is_nothing() =>
        Assert.Equal((0, 0.0), (new HelmEhrSqlValidity().Queries(Answer("<sql></sql>", "x", false)).Count, new HelmEhrSqlValidity().Rate(Answer("<sql></sql>", "x", false)).Value));

    private static Answer Answer(string text, string gold, bool? impossible)
    {
        Extra[] extras = impossible is { } flag ? [new Extra { Name = "is_impossible", Value = flag ? "True" : "False" }] : [];
        return new(text, Adaptation.Generation, References.Of([new Reference { Text = gold, Correct = true }], extras));
    }
}
