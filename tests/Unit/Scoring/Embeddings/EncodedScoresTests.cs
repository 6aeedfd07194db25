using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Execution;
using MedHelm.Tests.Unit.Scoring.Encoders;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Embeddings;

/// <summary>BERTScore as the API and runs give it, with an encoder whose vectors are counts of letters.</summary>
public sealed class EncodedScoresTests : ScoringOnSqlite
{
    private readonly FakeEncoder encoder;

    public EncodedScoresTests() : this(new FakeEncoder())
    {
    }

    private EncodedScoresTests(FakeEncoder encoder) : base(encoder) => this.encoder = encoder;

    [Fact]
    public async Task Precision_recall_and_F1_come_with_the_name_of_the_encoder()
    {
        var scores = await ScoresAsync(Posted("ab cd", "ab ef"));

        // ab is in both; cd and ef share no letter with anything.
        Assert.Equal(["bert_score_precision 0.5 fake@1", "bert_score_recall 0.5 fake@1", "bert_score_f1 0.5 fake@1"], scores);
    }

    [Fact]
    public async Task All_three_numbers_are_those_of_the_correct_reference_with_the_best_F1()
    {
        var posted = Posted("ab cd", "ab ab ab ef ef ef", "ab cd");
        posted.References.Add(new Reference { Text = "wrong", Correct = false });

        Assert.Equal(["bert_score_precision 1 fake@1", "bert_score_recall 1 fake@1", "bert_score_f1 1 fake@1"], await ScoresAsync(posted));
        Assert.DoesNotContain("wrong", encoder.Asked);

        // Recall alone would be better with the other one.
        Assert.Equal(["bert_score_precision 1 fake@1", "bert_score_recall 0.66667 fake@1", "bert_score_f1 0.8 fake@1"], await ScoresAsync(Posted("ab cd", "ab", "ab cd ef")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public async Task An_empty_answer_is_zero_and_needs_no_call(string text)
    {
        Assert.Equal(["bert_score_precision 0 empty", "bert_score_recall 0 empty", "bert_score_f1 0 empty"], await ScoresAsync(Posted(text, "ab")));
        Assert.Empty(encoder.Calls);
    }

    [Fact]
    public async Task A_text_that_was_cut_says_so_be_it_answer_or_reference()
    {
        encoder.MostWords = 2;

        Assert.EndsWith(" fake@1:cut", (await ScoresAsync(Posted("ab cd ef", "ab")))[2]);
        Assert.EndsWith(" fake@1:cut", (await ScoresAsync(Posted("ab", "ab cd ef")))[2]);
        Assert.EndsWith(" fake@1", (await ScoresAsync(Posted("ab", "ab cd")))[2]);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_unscored_with_the_reason()
    {
        Assert.All(await ScoresAsync(new PostedAnswer { Text = "ab", References = { new Reference { Text = "cd" } } }), score => Assert.Contains("NoReference", score));
        Assert.All(await ScoresAsync(Posted("ab", " ")), score => Assert.Contains("ReferenceUnusable", score));
        Assert.All(await ScoresAsync(Posted("ab", "ab"), Adaptation.MultipleChoice), score => Assert.Contains("NotApplicable", score));
        Assert.Empty(encoder.Calls);
    }

    [Fact]
    public async Task Posted_answers_are_encoded_many_at_a_time()
    {
        var request = Request(Adaptation.Generation, [.. Enumerable.Range(0, 40).Select(i => Posted($"answer {(char)('a' + (i % 26))}{i / 26}", "ab"))]);

        Assert.Equal(40, (await Rpc.ScoreAnswers(request, new CallContext())).Answers.Count);
        Assert.Equal([17, 16, 8], encoder.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task A_metric_that_needs_no_encoder_calls_none()
    {
        await Rpc.ScoreAnswers(new() { Metrics = { "exact_match" }, Adaptation = Adaptation.Generation, Answers = { Posted("ab", "ab") } }, new CallContext());

        Assert.Empty(encoder.Calls);
    }

    [Fact]
    public async Task The_list_of_metrics_says_what_stands_in_the_way()
    {
        Assert.All(await UnavailableAsync(), metric => Assert.Equal("", metric.Unavailable));
        encoder.Failure = new EncoderException("away", passing: true);
        await ScoresAsync(Posted("ab", "ab"));
        Clock.Advance(EncoderOutage.GivenUpAfter);

        Assert.Equal(
            ["bert_score_f1 away", "bert_score_precision away", "bert_score_recall away"],
            (await UnavailableAsync()).Where(metric => metric.Unavailable.Length > 0).Select(metric => $"{metric.Name} {metric.Unavailable}"));
    }

    [Fact]
    public async Task A_run_is_scored_in_one_call_a_message_and_its_references_once()
    {
        await Answers.HandleAsync(Produced(("q0", "walk"), ("q1", "talk"), ("q2", "")), default);
        await Answers.HandleAsync(Produced(("q3", "run")), default);

        Assert.Equal([["walk", "talk"], ["run"]], encoder.Calls.Select(call => call.ToArray()));
        var items = Bus.Published.Cast<InstancesScored>().SelectMany(scored => scored.Items).ToArray();
        Assert.Equal([1, 0.75, 0], items.Take(3).Select(item => item.Scores.Single().Value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public async Task While_the_encoder_is_away_a_message_comes_again_and_is_scored_rightly()
    {
        encoder.Failure = new EncoderException("away", passing: true);
        await Assert.ThrowsAsync<EncoderException>(() => Answers.HandleAsync(Produced(("q0", "walk")), default));
        Assert.Empty(Bus.Published);
        encoder.Failure = null;
        await Answers.HandleAsync(Produced(("q0", "walk")), default);

        Assert.Equal(1, Assert.Single(Assert.Single(Bus.Published.Cast<InstancesScored>()).Items).Scores[0].Value, 6);
    }

    [Fact]
    public async Task When_it_stays_away_the_run_goes_on_with_the_reason_and_the_same_message_later_fills_it_in()
    {
        encoder.Failure = new EncoderException("the encoder at host:90 does not answer", passing: true);
        await Assert.ThrowsAsync<EncoderException>(() => Answers.HandleAsync(Produced(("q0", "walk")), default));
        Clock.Advance(EncoderOutage.GivenUpAfter);
        await Answers.HandleAsync(Produced(("q0", "walk")), default);

        var unscored = Assert.Single(await StoredAsync()).Unscored;
        Assert.Equal((UnscoredReason.NoEncoder, "the encoder at host:90 does not answer"), (unscored.Reason, unscored.Detail));

        encoder.Failure = null;
        Clock.Advance(EncoderOutage.BetweenProbes);
        await Answers.HandleAsync(Produced(("q0", "walk")), default);
        Assert.Equal(1, Assert.Single(await StoredAsync()).Value, 6);
    }

    private static PostedAnswer Posted(string text, params string[] correct) =>
        new() { Text = text, References = { correct.Select(reference => new Reference { Text = reference, Correct = true }) } };

    private static ScoreAnswersRequest Request(Adaptation adaptation, params PostedAnswer[] answers) =>
        new() { Metrics = { "bert_score_precision", "bert_score_recall", "bert_score_f1" }, Adaptation = adaptation, Answers = { answers } };

    private static CompletionsProduced Produced(params (string Instance, string Text)[] answers) => new()
    {
        Batch = new() { Run = "runs/r", Benchmark = "encoded", Candidate = "model", Deployment = "model", Purpose = Purpose.Candidate },
        Items = { answers.Select(answer => new ProducedCompletion { InstanceId = answer.Instance, Outcome = new() { Completion = new() { Text = answer.Text } } }) },
    };

    private async Task<string[]> ScoresAsync(PostedAnswer answer, Adaptation adaptation = Adaptation.Generation) =>
    [
        .. Assert.Single((await Rpc.ScoreAnswers(Request(adaptation, answer), new CallContext())).Answers).Scores.Select(score =>
            score.OutcomeCase == Score.OutcomeOneofCase.Value ? $"{score.Metric} {Math.Round(score.Value, 5)} {score.Rule}" : $"{score.Metric} {score.Unscored.Reason} {score.Unscored.Detail}"),
    ];

    private async Task<IEnumerable<Metric>> UnavailableAsync() => (await Rpc.ListMetrics(new(), new CallContext())).Metrics;

    private async Task<IEnumerable<Score>> StoredAsync() => (await Rpc.ListScores(new() { Run = "runs/r" }, new CallContext())).Scores.Select(recorded => recorded.Score);
}
