using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class SummariseScoresTests : ScoringOnSqlite
{
    [Fact]
    public async Task Every_metric_of_every_candidate_is_summed_up_with_its_coverage()
    {
        await AnswerAsync("closed", "model", "B", "B", "A", "neither");
        var summaries = await SummariseAsync(new() { Run = "runs/r", Benchmark = "closed" });
        Assert.Equal(
            ["closed exact_match model 3 no_choice 1", "closed exact_match other 0 ", "closed quasi_exact_match model 3 no_choice 1", "closed quasi_exact_match other 0 "],
            summaries.Select(s => $"{s.Benchmark} {s.Metric} {s.Candidate} {s.Scored} {string.Join(",", s.Unscored.Select(u => $"{u.Reason} {u.Count}"))}"));
        Assert.Equal(2 / 3.0, summaries[0].Mean.Value, 1e-15);
        Assert.InRange(summaries[0].Mean.Low, 0, 2 / 3.0);
        Assert.Equal((1, 3, 0.95), (summaries[0].Mean.High, summaries[0].Mean.Units, summaries[0].Mean.Level));
        Assert.False(summaries[1].Mean.HasValue);
        Assert.All(summaries, summary => Assert.True(summary.OfRun));
    }

    [Fact]
    public async Task Sub_runs_weigh_the_same_and_patients_are_the_units()
    {
        // Sub-run a (q0 to q99) has four right, sub-run b one right and one wrong.
        await AnswerAsync("grouped", "model", [.. Enumerable.Range(0, 102).Select(i => i is < 4 or 100 ? "walk" : i == 101 ? "no" : "")]);
        var summary = Assert.Single(await SummariseAsync(new() { Run = "runs/r", Benchmark = "grouped", Candidate = "model" }));
        Assert.Equal((4 / 100.0 + 1 / 2.0) / 2, summary.Mean.Value, 1e-15);
        Assert.Equal((51, 102L, 200L), (summary.Mean.Units, summary.Scored, summary.Planned));
    }

    [Fact]
    public async Task Published_scores_name_sub_run_and_cluster()
    {
        await AnswerAsync("grouped", "model", "walk", "walk");
        Assert.Equal(["a p0", "a p0"], Assert.IsType<InstancesScored>(Assert.Single(Bus.Published)).Items.Select(item => $"{item.Subset} {item.Cluster}"));
    }

    [Fact]
    public async Task The_same_settings_give_the_same_numbers_and_others_others()
    {
        await AnswerAsync("closed", "model", [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? "B" : "A")]);
        var request = new SummariseScoresRequest { Run = "runs/r", Benchmark = "closed", Candidate = "model", Metric = "exact_match", Resampling = new() { Resamples = 500, Seed = 3 } };
        var first = await Rpc.SummariseScores(request, new CallContext());
        Assert.Equal(first, await Rpc.SummariseScores(request, new CallContext()));
        Assert.Equal((500, 3UL, 0.95, IntervalMethod.Percentile), (first.Resampling.Resamples, first.Resampling.Seed, first.Resampling.Level, first.Resampling.Method));
        request.Resampling.Level = 0.5;
        Assert.True(Assert.Single((await Rpc.SummariseScores(request, new CallContext())).Summaries).Mean.Low > first.Summaries[0].Mean.Low);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_named_at_once_and_an_unknown_run_is_not_found()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => SummariseAsync(new() { Resampling = new() { Resamples = 5, Level = 2, Method = IntervalMethod.F } }));
        Assert.Equal(["run", "resampling.resamples", "resampling.level", "resampling.method"], refusal.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => SummariseAsync(new() { Run = "runs/none" }))).StatusCode);
    }

    private async Task<IReadOnlyList<ScoreSummary>> SummariseAsync(SummariseScoresRequest request) => (await Rpc.SummariseScores(request, new CallContext())).Summaries;

    private Task AnswerAsync(string benchmark, string candidate, params string[] texts) => Answers.HandleAsync(new CompletionsProduced
    {
        Batch = new() { Run = "runs/r", Benchmark = benchmark, Candidate = candidate, Purpose = Purpose.Candidate },
        Items = { texts.Select((text, i) => new ProducedCompletion { InstanceId = $"q{i}", Outcome = new() { Completion = new() { Text = text } } }) },
    }, default);
}
