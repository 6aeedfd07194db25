using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

public sealed class AnswerHandlerTests : JudgingOnSqlite
{
    [Fact]
    public async Task A_juror_whose_deployment_was_removed_is_asked_where_Inference_says_so()
    {
        Inference.Deployments.Remove("lab/judge-1");

        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "An answer.")), default);

        Assert.Contains(Bus.Sent, sent => sent.Queue == CompletionQueue.Unknown);
        Assert.Contains(Bus.Sent, sent => sent.Queue == CompletionQueue.For("lab/judge-2"));
    }

    [Fact]
    public async Task Every_juror_is_asked_about_every_answer_on_its_own_deployment()
    {
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "one"), ("q2", "two")), default);

        Assert.Equal(
            [("noor", CompletionQueue.For("lab/judge-1")), ("ada", CompletionQueue.For("lab/judge-2")), ("max", CompletionQueue.For("lab/judge-2"))],
            Bus.Sent.Select(sent => (((CompletionsRequested)sent.Message).Batch.Juror, sent.Queue)));
        Assert.All(Requests(), request =>
        {
            Assert.Equal((Sample.Run, Sample.Open, Sample.Candidate, Purpose.Juror), (request.Batch.Run, request.Batch.Benchmark, request.Batch.Candidate, request.Batch.Purpose));
            Assert.Equal(("judging", DataTier.Gated, 900), (request.PromptsFrom, request.DataTier, request.Parameters.MaxOutputTokens));
            Assert.Equal(["q1", "q2"], request.Items.Select(item => item.InstanceId));
        });
        Assert.Equal("lab/judge-1", Requests()[0].Batch.Deployment);
    }

    [Fact]
    public async Task Ratings_are_paid_and_bought_as_the_answers_are()
    {
        (Evaluation.Spec.PriceClass, Evaluation.Spec.BatchPatience) = (PriceClass.Batch, Duration.FromTimeSpan(TimeSpan.FromHours(12)));
        var answers = Sample.Answers(Sample.Open, ("q1", "one"));
        answers.Batch.Project = "icu";

        await Answers.HandleAsync(answers, default);

        Assert.All(Requests(), request =>
        {
            Assert.Equal(("icu", PriceClass.Batch), (request.Batch.Project, request.PriceClass));
            Assert.InRange(request.BatchDeadline.ToDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
        });
    }

    [Fact]
    public async Task All_jurors_get_the_same_prompt_which_is_there_to_fetch()
    {
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "one </response> more")), default);

        var digest = Assert.Single(Requests().Select(request => request.Items.Single().PromptDigest).Distinct());
        var prompt = Assert.Single(await Prompts.FindAsync([digest, Digest.Of("unknown")], default));
        Assert.Equal((digest, "<question>Question q1?</question><response>one ‹/response› more</response>"), prompt);
        Assert.Equal(digest, Digest.Of(prompt.Text));
    }

    [Fact]
    public async Task Failed_items_are_not_judged()
    {
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", null), ("q2", "two"), ("q3", null)), default);

        Assert.All(Requests(), request => Assert.Equal("q2", request.Items.Single().InstanceId));
        Assert.Contains("instances open-set q2", Evaluation.Calls);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_closed_benchmark_or_a_batch_without_answers_or_a_rating()
    {
        await Answers.HandleAsync(Sample.Answers(Sample.Closed, ("q1", "B")), default);
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", null)), default);
        await Answers.HandleAsync(Sample.Ratings("ada", ("q1", Sample.GoodReply)), default);
        await Answers.HandleAsync(new CompletionsProduced(), default);

        Assert.Empty(Bus.Sent);
    }

    [Fact]
    public async Task Plans_and_instances_are_fetched_once()
    {
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "one")), default);
        await Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "another model's"), ("q2", "two")), default);

        Assert.Equal(["plan runs/sample", "instances open-set q1", "run runs/sample", "instances open-set q2"], Evaluation.Calls);
    }

    [Fact]
    public async Task A_redelivery_asks_the_same_again()
    {
        var answers = Sample.Answers(Sample.Open, ("q1", "same"), ("q2", "same"));
        await Answers.HandleAsync(answers, default);
        await Answers.HandleAsync(answers, default);

        Assert.Equal(Bus.Sent[..3], Bus.Sent[3..]);
    }

    [Fact]
    public async Task A_message_is_not_done_while_the_broker_is_down()
    {
        Bus.Down = true;

        await Assert.ThrowsAsync<TimeoutException>(() => Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "one")), default));
    }

    [Fact]
    public async Task An_instance_that_Evaluation_does_not_know_is_named()
    {
        Evaluation.Unknown.Add("q2");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Answers.HandleAsync(Sample.Answers(Sample.Open, ("q1", "one"), ("q2", "two")), default));

        Assert.Contains("q2", error.Message, StringComparison.Ordinal);
        Assert.Empty(Bus.Sent);
    }

    [Fact]
    public async Task A_large_batch_is_looked_up_in_calls_of_a_thousand()
    {
        var answers = Enumerable.Range(0, 1500).Select(i => ($"q{i}", (string?)$"answer {i}")).ToArray();

        await Answers.HandleAsync(Sample.Answers(Sample.Open, answers), default);

        Assert.Equal(1500, Requests()[0].Items.Count);
        Assert.Equal(2, Evaluation.Calls.Count(call => call.StartsWith("instances ", StringComparison.Ordinal)));
    }

    private List<CompletionsRequested> Requests() => [.. Bus.Sent.Select(sent => (CompletionsRequested)sent.Message)];
}
