using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The definitions, over outcomes made by hand.</summary>
public sealed class EhrSqlAccuracyTests
{
    private const string Gold = "select gold";
    private static readonly QueryOutcome Failure = new(QueryStatus.Failed, [], "syntax error");
    private static readonly QueryOutcome Empty = new(QueryStatus.Rows, [], "");

    [Theory]
    [InlineData("", 1)]
    [InlineData("null", 1)]
    [InlineData("I cannot answer that.", 1)]
    [InlineData("select 1", 0)]
    public void A_question_without_an_answer_wants_abstention(string text, double value)
    {
        var answer = Answer(text, impossible: true, gold: "null");
        Assert.Empty(new EhrSqlAccuracy().Queries(answer));
        Assert.Equal(value, new EhrSqlAccuracy().Rate(answer).Value);
    }

    [Fact]
    public void The_rows_decide()
    {
        Assert.Equal((1.0, "whole"), Value(Rate("select given", Rows(1L, 2L), Rows(2.0, 1L, 2L))));
        Assert.Equal((0.0, "whole"), Value(Rate("select given", Rows(1L, 2L), Rows(1L))));
        Assert.Equal((0.0, "whole"), Value(Rate("select given", Rows(1L, 2L), Empty)));
        Assert.Equal((0.0, "whole:failed"), Value(Rate("select given", Rows(1L), Failure)));
        Assert.Equal((0.0, "whole:too_large"), Value(Rate("select given", Rows(1L), new(QueryStatus.TooLarge, [], ""))));
        Assert.Equal((0.0, "null"), Value(Rate("null", Rows(1L), Failure)));
    }

    [Fact]
    public void A_gold_query_that_gives_nothing_to_compare_with_leaves_every_answer_unscored()
    {
        foreach (var gold in new[] { Failure, Empty, Rows((object?)null), new(QueryStatus.TooLarge, [], "it takes longer") })
        {
            Assert.All(new[] { Gold, "null", "select given" }, text => Assert.Equal(UnscoredReason.ReferenceUnusable, Rate(text, gold, Rows(1L)).Unscored.Reason));
        }
        Assert.Equal("the gold query fails: syntax error", Rate(Gold, Failure, Failure).Unscored.Detail);
    }

    [Fact]
    public void Without_a_database_nothing_is_scored_but_questions_without_an_answer()
    {
        var none = new QueryOutcome(QueryStatus.NoSource, [], "no database");
        Assert.Equal("no database", Rate("select given", none, none).Unscored.Detail);
        Assert.Equal(UnscoredReason.ReferenceUnusable, Validity("select given", none).Unscored.Reason);
    }

    [Fact]
    public void A_query_that_the_machine_had_to_stop_leaves_the_item_unscored()
    {
        var stopped = new QueryOutcome(QueryStatus.Stopped, [], "technical stop");
        Assert.All(
            new[] { Rate("select given", Rows(1L), stopped), Rate("select given", stopped, Rows(1L)), Validity("select given", stopped), Helm(Rows(1L), stopped), Helm(stopped, Rows(1L)) },
            score => Assert.Equal("technical stop", score.Unscored.Detail));
        Assert.Equal((0.0, "no_gold_rows"), Value(Helm(Empty, stopped)));
    }

    [Fact]
    public void Queries_run_at_the_time_of_the_questions()
    {
        var answer = Answer("select datetime('now')", impossible: false, gold: "select current_time");
        Assert.Equal(
            [new Query("select '2105-12-31 23:59:00'", true), new Query("select datetime('2105-12-31 23:59:00')", true)], new EhrSqlAccuracy().Queries(answer));
        Assert.Equal([new Query("select current_time", false), new Query("select datetime('now')", false)], new HelmEhrSqlAccuracy().Queries(answer));
        Assert.Equal([new Query(Gold, true)], new HelmEhrSqlAccuracy().Queries(Answer("", impossible: false, gold: Gold)));
    }

    [Fact]
    public void Validity_is_that_a_query_runs()
    {
        Assert.Equal((1.0, "whole"), Value(Validity("select given", Empty)));
        Assert.Equal((0.0, "whole:failed"), Value(Validity("select given", Failure)));
        Assert.Equal((0.0, "null"), Value(Validity("null", Failure)));
    }

    [Theory]
    // Both give rows: equal sets.
    [InlineData("select given", "{}", true, true, 1, "")]
    [InlineData("```sql\nselect given\n```", "{}", true, true, 1, "")]
    [InlineData("<sql>`select given`</sql>", "{}", true, true, 1, "")]
    [InlineData("Sure: select given", "{}", true, false, 0, "")]
    [InlineData("", "{}", true, false, 0, "")]
    // The gold query gives none, nothing stands in for it: only an empty answer is right.
    [InlineData("", "{}", false, false, 1, "no_gold_rows")]
    [InlineData("", "", false, false, 1, "no_gold_rows")]
    [InlineData("null", "{}", false, false, 0, "no_gold_rows")]
    [InlineData("select given", "{}", false, false, 0, "no_gold_rows")]
    [InlineData("select given", "{}", false, true, 0, "no_gold_rows")]
    // Values put into the question stand in for it: nothing is right.
    [InlineData("", "{\"drug\": \"x\"}", false, false, 0, "slot_values")]
    [InlineData("select given", "{\"drug\": \"x\"}", false, true, 0, "slot_values")]
    public void HELM_compares_rows_falls_back_on_slot_values_and_rewards_empty_answers(
        string text, string slots, bool goldHasRows, bool givenHasRows, double value, string rule)
    {
        var answer = Answer(text, impossible: false, Gold, slots);
        var outcomes = new Dictionary<string, QueryOutcome> { [Gold] = goldHasRows ? Rows(1L, 2L) : Empty };
        foreach (var query in new HelmEhrSqlAccuracy().Queries(answer)) outcomes.TryAdd(query.Sql, query.Sql == "select given" && givenHasRows ? Rows(2.0, 1L) : Failure);
        Assert.Equal((value, rule), Value(new HelmEhrSqlAccuracy().Rate(answer.With(outcomes))));
    }

    private static Score Rate(string text, QueryOutcome gold, QueryOutcome given) =>
        new EhrSqlAccuracy().Rate(Answer(text, impossible: false, Gold).With(new Dictionary<string, QueryOutcome> { ["select given"] = given, [Gold] = gold }));

    private static Score Helm(QueryOutcome gold, QueryOutcome given) =>
        new HelmEhrSqlAccuracy().Rate(Answer("select given", impossible: false, Gold).With(new Dictionary<string, QueryOutcome> { ["select given"] = given, [Gold] = gold }));

    private static Score Validity(string text, QueryOutcome outcome) =>
        new EhrSqlValidity().Rate(Answer(text, impossible: false, Gold).With(new Dictionary<string, QueryOutcome> { ["select given"] = outcome }));

    private static (double Value, string Rule) Value(Score score) => (score.Value, score.Rule);

    private static QueryOutcome Rows(params object?[] values) => new(QueryStatus.Rows, [.. values.Select(value => new[] { value })], "");

    private static Answer Answer(string text, bool impossible, string gold, string slots = "") => new(text, Adaptation.Generation, References.Of(
        [new Reference { Text = gold, Correct = true }],
        [new Extra { Name = "is_impossible", Value = impossible ? "true" : "false" }, new Extra { Name = "value", Value = slots }]));
}
