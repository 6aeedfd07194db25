using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class RescoreRunTests : ScoringOnSqlite
{
    [Fact]
    public async Task Another_metric_lies_beside_the_runs_own_and_nothing_is_published()
    {
        await RunAsync("closed", "B", "B.", "A", "neither");
        var (own, published) = (await ListAsync(), Bus.Published.Count);

        var part = (await RescoreAsync(new() { Run = "runs/r", Metrics = { "helm_exact_match" }, Benchmarks = { "closed" } }))[0];

        Assert.Equal((0.25, false, 4L, "exact_match"), (part.Summary.Mean.Value, part.Summary.OfRun, part.Summary.Scored, part.MainMetric));
        // "B." is wrong for HELM, and "neither" 0 instead of unscored.
        Assert.Equal((2 / 3.0, 2L, 0L), (part.MainMean, part.Changed, part.Missing));
        Assert.Equal(published, Bus.Published.Count);
        Assert.Equal(own, (await ListAsync()).Where(score => score.Score.Metric != "helm_exact_match"));
        Assert.Equal([1, 0, 0, 0], (await ListAsync()).Where(score => score.Score.Metric == "helm_exact_match").Select(score => score.Score.Value));
        Assert.False((await SummariesAsync("helm_exact_match"))[0].OfRun);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("mixed")]
    [InlineData("helm")]
    public async Task The_runs_own_metrics_give_exactly_the_runs_own_scores(string benchmark)
    {
        var produced = Produced(benchmark, "model", "walk", "B", " ", "the answer is B", "rest");
        produced.Items.Add(new ProducedCompletion { InstanceId = "q5", Outcome = new() { Failure = new() { Reason = FailureReason.Timeout } } });
        await Answers.HandleAsync(produced, default);
        Stored.Keep(produced);
        foreach (var (instance, mark) in new[] { ("q0", 4.5), ("q1", 2), ("q2", 5), ("q3", 3) })
        {
            var reached = Reached(benchmark, instance, mark);
            if (benchmark != "closed") await Verdicts.HandleAsync(reached, default);
            Stored.Keep(reached);
        }
        var own = await ListAsync();
        Assert.NotEmpty(own);
        var metrics = own.Select(score => score.Score.Metric).Distinct(StringComparer.Ordinal).ToList();

        var parts = await RescoreAsync(new() { Run = "runs/r", Metrics = { metrics }, Benchmarks = { benchmark } });

        Assert.Equal(own, await ListAsync());
        foreach (var part in parts.Where(part => part.Summary.Candidate == "model"))
        {
            var summary = Assert.Single((await SummariesAsync(part.Summary.Metric, benchmark)), s => s.Candidate == "model");
            Assert.Equal((summary.Mean.Value, summary.Scored, true), (part.Summary.Mean.Value, part.Summary.Scored, part.Summary.OfRun));
            Assert.Equal(summary.Unscored, part.Summary.Unscored);
            if (part.Summary.Metric == part.MainMetric) Assert.Equal((0, summary.Mean.Value), (part.Changed, part.MainMean));
        }
    }

    [Fact]
    public async Task Scores_of_a_re_scoring_are_those_a_run_by_the_same_metrics_would_have()
    {
        // The mixed benchmark scores by exact_match itself, the open one does not; both have the same jury and answers.
        var texts = new[] { "walk", "Walk", "stay" };
        await RunAsync("mixed", texts);
        await RunAsync("open", texts);
        await RescoreAsync(new() { Run = "runs/r", Metrics = { "exact_match" }, Benchmarks = { "open" } });
        Assert.Equal(Exact(await ListAsync(), "mixed"), Exact(await ListAsync(), "open"));

        static IEnumerable<Score> Exact(IEnumerable<RecordedScore> scores, string benchmark) =>
            scores.Where(score => score.Benchmark == benchmark && score.Score.Metric == "exact_match").Select(score => score.Score);
    }

    [Fact]
    public async Task Asked_again_it_gives_the_same()
    {
        await RunAsync("closed", "B", "B.", "A", "neither");
        var request = new RescoreRunRequest { Run = "runs/r", Metrics = { "helm_exact_match", "quasi_exact_match" }, Benchmarks = { "closed" } };
        var (first, stored) = (await RescoreAsync(request), await ListAsync());
        Assert.Equal(first, await RescoreAsync(request));
        Assert.Equal(stored, await ListAsync());
    }

    [Fact]
    public async Task Verdicts_are_scored_again_where_the_whole_jury_has_spoken()
    {
        await RunAsync("mixed", "walk", "no", "no");
        Stored.Keep(Reached("mixed", "q0", 4.9));
        Stored.Keep(Reached("mixed", "q2", 2));
        var part = (await RescoreAsync(new() { Run = "runs/r", Metrics = { "helm_jury_score" }, Benchmarks = { "mixed" } }))[0];
        // Marks are cut to whole numbers; q1 waits for its jury.
        Assert.Equal((3, 2L, 0), (part.Summary.Mean.Value, part.Summary.Scored, part.Summary.Unscored.Count));
    }

    [Fact]
    public async Task Of_several_attempts_the_last_counts()
    {
        await RunAsync("mixed", "walk");
        var verdict = Reached("mixed", "q0", 2).Items[0].Verdicts[0];
        Stored.Keep(new RecordedVerdict { Benchmark = "mixed", Candidate = "model", InstanceId = "q0", Verdict = verdict, Attempt = 1 });
        Stored.Keep(new RecordedVerdict { Benchmark = "mixed", Candidate = "model", InstanceId = "q0", Verdict = new() { Juror = "juror", Abstention = new() { Reason = AbstentionReason.NoJson } } });
        var part = (await RescoreAsync(new() { Run = "runs/r", Metrics = { "helm_jury_score" }, Benchmarks = { "mixed" } }))[0];
        Assert.Equal((2, 1L), (part.Summary.Mean.Value, part.Summary.Scored));
    }

    [Fact]
    public async Task Answers_that_are_gone_are_counted_and_those_that_are_still_to_come_are_not()
    {
        await RunAsync("closed", "B", "B", "A", "B");
        Stored.Keep(new CompletionsProduced { Batch = new() { Benchmark = "closed", Candidate = "model" }, Items = { new ProducedCompletion { InstanceId = "q9" } } });
        Stored.Lose("q1");
        Stored.Lose("q9");
        var part = (await RescoreAsync(new() { Run = "runs/r", Metrics = { "helm_exact_match" }, Benchmarks = { "closed" } }))[0];
        Assert.Equal((1L, 3L, 0L), (part.Missing, part.Summary.Scored, part.Changed));
    }

    [Fact]
    public async Task What_breaks_midway_leaves_whole_batches_and_the_next_time_completes_them()
    {
        await RunAsync("closed", "B", "B", "A", "B", "A");
        Stored.PagesUntilBroken = 1;
        var request = new RescoreRunRequest { Run = "runs/r", Metrics = { "helm_exact_match" }, Benchmarks = { "closed" } };
        await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(request));
        Assert.Equal(3, (await ListAsync()).Count(score => score.Score.Metric == "helm_exact_match"));
        Stored.PagesUntilBroken = int.MaxValue;
        await RescoreAsync(request);
        Assert.Equal(5, (await ListAsync()).Count(score => score.Score.Metric == "helm_exact_match"));
    }

    [Fact]
    public async Task A_protocol_names_the_metrics_of_each_benchmark()
    {
        await RunAsync("closed", "B", "B.");
        var parts = await RescoreAsync(new() { Run = "runs/r", Protocol = "medhelm", Benchmarks = { "closed" } });
        Assert.Equal(["helm_exact_match model 0.5", "helm_exact_match other 0"], parts.Select(part => $"{part.Summary.Metric} {part.Summary.Candidate} {part.Summary.Mean.Value}"));
    }

    [Theory]
    [InlineData("", "", "", "run,metrics")]
    [InlineData("runs/r", "exact_match", "medhelm", "protocol")]
    [InlineData("runs/r", "meteor,exact_match,exact_match,jury_score", "", "metrics[0],metrics[2],benchmarks,benchmarks,benchmarks,benchmarks")]
    [InlineData("runs/r", "exact_match", "", "benchmarks[0],benchmarks[2]", "none", "closed", "closed")]
    [InlineData("runs/r", "", "paper", "protocol", "closed")]
    [InlineData("runs/r", "", "medhelm", "benchmarks", "open")]
    public async Task Everything_wrong_with_a_request_is_named_at_once(string run, string metrics, string protocol, string violations, params string[] benchmarks)
    {
        var request = new RescoreRunRequest { Run = run, Protocol = protocol, Metrics = { metrics.Split(',', StringSplitOptions.RemoveEmptyEntries) }, Benchmarks = { benchmarks } };
        var refusal = await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(request));
        Assert.Equal(violations, string.Join(',', refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field)));
    }

    [Fact]
    public async Task An_unknown_run_is_not_found() =>
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(new() { Run = "runs/none", Metrics = { "exact_match" } }))).StatusCode);

    private async Task RunAsync(string benchmark, params string[] texts)
    {
        var produced = Produced(benchmark, "model", texts);
        await Answers.HandleAsync(produced, default);
        Stored.Keep(produced);
    }

    private async Task<List<RescoreRunResponse>> RescoreAsync(RescoreRunRequest request)
    {
        var parts = new Parts();
        await Rpc.RescoreRun(request, parts, new CallContext());
        return parts.Written;
    }

    private async Task<IReadOnlyList<RecordedScore>> ListAsync() => (await Rpc.ListScores(new() { Run = "runs/r" }, new CallContext())).Scores;

    private async Task<IReadOnlyList<ScoreSummary>> SummariesAsync(string metric, string benchmark = "") =>
        (await Rpc.SummariseScores(new() { Run = "runs/r", Metric = metric, Benchmark = benchmark }, new CallContext())).Summaries;

    private static CompletionsProduced Produced(string benchmark, string candidate, params string[] texts) => new()
    {
        Batch = new() { Run = "runs/r", Benchmark = benchmark, Candidate = candidate, Purpose = Purpose.Candidate },
        Items = { texts.Select((text, i) => new ProducedCompletion { InstanceId = $"q{i}", Outcome = new() { Completion = new() { Text = text } } }) },
    };

    private static VerdictsReached Reached(string benchmark, string instance, double mark) => new()
    {
        Run = "runs/r",
        Benchmark = benchmark,
        Candidate = "model",
        Items = { new JudgedInstance { InstanceId = instance, Verdicts = { new Verdict { Juror = "juror", Marks = new() { Marks_ = { new Mark { Score = mark } } } } } } },
    };

    private sealed class Parts : IServerStreamWriter<RescoreRunResponse>
    {
        public List<RescoreRunResponse> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(RescoreRunResponse message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(RescoreRunResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
