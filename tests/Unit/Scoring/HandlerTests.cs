using Google.Protobuf;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class HandlerTests : ScoringOnSqlite
{
    [Fact]
    public async Task Closed_answers_are_scored_by_every_metric_and_published_as_stored()
    {
        await Answers.HandleAsync(Produced("closed", ("q0", "B"), ("q1400", "A. rest"), ("q2", "neither")), default);

        var scored = Assert.IsType<InstancesScored>(Assert.Single(Bus.Published));
        Assert.Equal(("runs/r", "closed", "model"), (scored.Run, scored.Benchmark, scored.Candidate));
        Assert.Equal(
            ["q0 exact_match 1 letter", "q0 quasi_exact_match 1 letter", "q1400 exact_match 0 letter_then_text", "q1400 quasi_exact_match 0 letter_then_text", "q2 exact_match NoChoice ", "q2 quasi_exact_match NoChoice "],
            scored.Items.SelectMany(item => item.Scores.Select(score => Text(item.InstanceId, score))));
        Assert.Equal(scored.Items.SelectMany(item => item.Scores), await StoredAsync());
    }

    [Fact]
    public async Task A_failed_completion_leaves_every_metric_unscored_with_its_reason()
    {
        var produced = Produced("mixed", ("q0", "walk"));
        produced.Items.Add(new ProducedCompletion { InstanceId = "q1", Outcome = new() { Failure = new() { Reason = FailureReason.ContentFilter } } });
        await Answers.HandleAsync(produced, default);

        var items = Assert.IsType<InstancesScored>(Assert.Single(Bus.Published)).Items;
        Assert.Equal(["exact_match"], items[0].Scores.Select(score => score.Metric));
        Assert.Equal(["jury_score", "exact_match"], items[1].Scores.Select(score => score.Metric));
        Assert.All(items[1].Scores, score => Assert.Equal((UnscoredReason.NoCompletion, "content_filter"), (score.Unscored.Reason, score.Unscored.Detail)));
    }

    [Fact]
    public async Task Open_answers_wait_for_the_jury_and_their_references_are_not_fetched()
    {
        await Answers.HandleAsync(Produced("open", ("q0", "some text")), default);
        Assert.Empty(Bus.Published);
        Assert.Equal(["plan runs/r"], Evaluation.Calls);

        await Verdicts.HandleAsync(Reached("open", "q0", 4, 5), default);
        Assert.Equal(4.5, Assert.Single(Assert.Single(Assert.IsType<InstancesScored>(Assert.Single(Bus.Published)).Items).Scores).Value);
    }

    [Fact]
    public async Task Inputs_are_fetched_a_few_at_a_time_and_only_where_a_metric_compares_with_them()
    {
        Evaluation.MostIds = 8;
        var produced = Produced("summary", [.. Enumerable.Range(0, 18).Select(i => ($"q{i}", i == 17 ? "the walk" : "A walk for fun"))]);
        produced.Items.Add(new ProducedCompletion { InstanceId = "q20", Outcome = new() { Failure = new() { Reason = FailureReason.Timeout } } });
        await Answers.HandleAsync(produced, default);

        var items = Assert.IsType<InstancesScored>(Assert.Single(Bus.Published)).Items;
        Assert.Equal(["q0 rouge_1 0.4 ", "q0 summarization_coverage 0.75 "], items[0].Scores.Select(score => Text("q0", score)));
        Assert.Equal(["q17 rouge_1 0.6666666666666666 ", "q17 summarization_coverage 0.5 "], items[17].Scores.Select(score => Text("q17", score)));
        Assert.All(items[18].Scores, score => Assert.Equal(UnscoredReason.NoCompletion, score.Unscored.Reason));
        Assert.Equal(
            ["long q0 q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13 q14 q15", "long q0 q1 q2 q3 q4 q5 q6 q7", "long q8 q9 q10 q11 q12 q13 q14 q15", "long q16 q17"],
            Evaluation.Calls.Where(call => call.StartsWith("long q", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ratings_of_jurors_are_not_answers()
    {
        var produced = Produced("closed", ("q0", "B"));
        produced.Batch.Purpose = Purpose.Juror;
        await Answers.HandleAsync(produced, default);
        Assert.Empty(Bus.Published);
        Assert.Empty(Evaluation.Calls);
    }

    [Fact]
    public async Task A_message_delivered_again_publishes_again_and_stores_nothing_new()
    {
        Bus.Down = true;
        await Assert.ThrowsAsync<TimeoutException>(() => Answers.HandleAsync(Produced("closed", ("q0", "B")), default));
        var stored = await StoredAsync();
        Bus.Down = false;
        await Answers.HandleAsync(Produced("closed", ("q0", "B")), default);
        await Answers.HandleAsync(Produced("closed", ("q0", "B")), default);
        Assert.Equal(2, Bus.Published.Count);
        Assert.Equal(stored, await StoredAsync());
    }

    [Fact]
    public async Task Plan_and_references_are_fetched_once_by_messages_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Answers.HandleAsync(Produced("closed", ($"q{i}", "B")), default))));
        Assert.Equal(["plan runs/r", "set from ", "set from 1000"], Evaluation.Calls);
        Assert.Equal(20, Bus.Published.Count);
    }

    [Fact]
    public async Task A_failed_fetch_is_tried_again_by_the_next_delivery()
    {
        Evaluation.Down = true;
        await Assert.ThrowsAsync<RpcException>(() => Answers.HandleAsync(Produced("closed", ("q0", "B")), default));
        Evaluation.Down = false;
        await Answers.HandleAsync(Produced("closed", ("q0", "B")), default);
        Assert.Single(Bus.Published);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_blank_answer_keeps_HELMs_default_whichever_message_comes_first(bool verdictsFirst)
    {
        var reached = Reached("helm", "q0", 4, 5);
        reached.Items.Add(Reached("helm", "q1", 4, 5).Items);
        if (verdictsFirst) await Verdicts.HandleAsync(reached, default);
        await Answers.HandleAsync(Produced("helm", ("q0", " \n"), ("q1", "walk")), default);
        await Verdicts.HandleAsync(reached, default);

        Assert.Equal(
            ["helm_exact_match 0 ", "helm_jury_score 1 default:blank", "helm_exact_match 1 ", "helm_jury_score 4.5 "],
            (await StoredAsync()).Select(score => Text("", score).TrimStart()));
        var last = Assert.IsType<InstancesScored>(Bus.Published[^1]).Items;
        Assert.Equal(["q1"], last.Select(item => item.InstanceId));
    }

    [Fact]
    public async Task Queries_of_a_run_are_executed_on_the_attachment_of_its_benchmark()
    {
        Evaluation.Attachments.Add(Catalog.Add(ClinicDatabase.Bytes()));
        await Answers.HandleAsync(Produced("sql", ("q0", "select name from patient where id < 9"), ("q1", "null"), ("q2", "select id from patient"), ("q3", "select 1")), default);
        Assert.Equal([1, 1, 0, 0], (await StoredAsync()).Select(score => score.Value));
        await Answers.HandleAsync(Produced("sql", ("q0", "select name from patient where id < 9")), default);
        Assert.Single(Catalog.Calls);
    }

    [Fact]
    public async Task While_the_attachment_cannot_be_had_nothing_is_scored_and_the_message_comes_again()
    {
        Evaluation.Attachments.Add(Catalog.Add(ClinicDatabase.Bytes()));
        Catalog.Down = true;
        await Assert.ThrowsAsync<RpcException>(() => Answers.HandleAsync(Produced("sql", ("q0", "select name from patient")), default));
        Assert.Empty(await StoredAsync());
        Catalog.Down = false;
        await Answers.HandleAsync(Produced("sql", ("q0", "select name from patient")), default);
        Assert.Equal(1, Assert.Single(await StoredAsync()).Value);
    }

    [Fact]
    public async Task A_benchmark_without_its_database_leaves_answers_unscored_with_the_reason()
    {
        await Answers.HandleAsync(Produced("sql", ("q0", "select name from patient")), default);
        Assert.Equal("the benchmark has no attachment named 'database'", Assert.Single(await StoredAsync()).Unscored.Detail);
    }

    [Theory]
    [InlineData("unknown", "q0", "no benchmark 'unknown'")]
    [InlineData("closed", "q1500", "no instance 'q1500'")]
    public async Task What_the_plan_does_not_have_is_named(string benchmark, string instance, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => Answers.HandleAsync(Produced(benchmark, (instance, "B")), default))).Message);

    private async Task<IEnumerable<Score>> StoredAsync() =>
        (await Rpc.ListScores(new() { Run = "runs/r" }, new CallContext())).Scores.Select(recorded => recorded.Score);

    private static string Text(string instance, Score score) =>
        $"{instance} {score.Metric} {(score.OutcomeCase == Score.OutcomeOneofCase.Value ? score.Value : score.Unscored.Reason)} {score.Rule}";

    private static CompletionsProduced Produced(string benchmark, params (string Instance, string Text)[] answers) => new()
    {
        Batch = new() { Run = "runs/r", Benchmark = benchmark, Candidate = "model", Deployment = "model", Purpose = Purpose.Candidate },
        Items = { answers.Select(answer => new ProducedCompletion { InstanceId = answer.Instance, Outcome = new() { Completion = new() { Text = answer.Text } } }) },
    };

    private static VerdictsReached Reached(string benchmark, string instance, params double[] marks) => new()
    {
        Run = "runs/r",
        Benchmark = benchmark,
        Candidate = "model",
        Items = { new JudgedInstance { InstanceId = instance, Verdicts = { marks.Select(mark => new Verdict { Marks = new() { Marks_ = { new Mark { Score = mark } } } }) } } },
    };
}
