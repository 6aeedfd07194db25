using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>A run with failures, jurors that abstain and baselines, scored again through the gateway.</summary>
public sealed class RescoringTests
{
    private const string Run = "runs/" + GoldenSuite.RunId;

    [Fact]
    public async Task A_run_is_scored_again_without_a_call_and_keeps_its_scores_and_its_leaderboard()
    {
        using var folder = TemporaryFolder.Create("rescoring");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var scoring = new ScoringService.ScoringServiceClient(system.Channel);
        var board = await system.RunAsync(GoldenSuite.Spec, GoldenSuite.RunId);
        var (calls, own) = (provider.Ledger.Calls, await ScoresAsync(scoring));

        var same = await RescoreAsync(scoring, new RescoreRunRequest { Run = Run, Protocol = "corrected" });
        Assert.Equal(own, await ScoresAsync(scoring));
        var summaries = (await scoring.SummariseScoresAsync(new SummariseScoresRequest { Run = Run, Resampling = new Resampling { Resamples = 100 } })).Summaries;
        Assert.Equal(summaries.Select(Bare), same.Select(part => part.Summary).OrderBy(s => s.Benchmark, StringComparer.Ordinal).ThenBy(s => s.Metric, StringComparer.Ordinal).ThenBy(s => s.Candidate, StringComparer.Ordinal).Select(Bare));
        Assert.All(same, part => Assert.Equal((0L, 0L, true), (part.Changed, part.Missing, part.Summary.OfRun)));

        var helm = await RescoreAsync(scoring, new RescoreRunRequest { Run = Run, Protocol = "medhelm" });
        Assert.Contains(helm, part => part.Changed > 0);
        // Metrics that both protocols have are the run's own.
        var ownMetrics = own.Select(score => (score.Benchmark, score.Score.Metric)).ToHashSet();
        Assert.All(helm, part => Assert.Equal(
            (0L, ownMetrics.Contains((part.Summary.Benchmark, part.Summary.Metric)), part.Summary.Planned),
            (part.Missing, part.Summary.OfRun, part.Summary.Scored + part.Summary.Unscored.Sum(reason => reason.Count))));
        Assert.Equal(helm, await RescoreAsync(scoring, new RescoreRunRequest { Run = Run, Protocol = "medhelm" }));
        var added = helm.Where(part => !part.Summary.OfRun).Select(part => part.Summary.Metric).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(own, (await ScoresAsync(scoring)).Where(score => !added.Contains(score.Score.Metric)));

        Assert.Equal(calls, provider.Ledger.Calls);
        var after = (await system.Reporting.GetLeaderboardAsync(new GetLeaderboardRequest { Run = Run })).Leaderboard;
        Assert.Equal(Installation.Json(board), Installation.Json(after));
        Assert.Equal(RunState.Completed, (await system.Evaluation.GetRunAsync(new GetRunRequest { Name = Run })).Run.State);
    }

    [Fact]
    public async Task An_unknown_run_is_not_found_and_a_bad_request_says_so()
    {
        using var folder = TemporaryFolder.Create("rescoring-edge");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var missing = await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(new(system.Channel), new RescoreRunRequest { Run = "runs/nowhere", Protocol = "medhelm" }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(new(system.Channel), new RescoreRunRequest()))).StatusCode);
    }

    private static string Bare(ScoreSummary summary) =>
        $"{summary.Benchmark} {summary.Metric} {summary.Candidate} {summary.Mean.HasValue} {summary.Mean.Value} {summary.Scored}/{summary.Planned} {string.Join(",", summary.Unscored)}";

    private static async Task<List<RescoreRunResponse>> RescoreAsync(ScoringService.ScoringServiceClient scoring, RescoreRunRequest request)
    {
        var parts = new List<RescoreRunResponse>();
        using var call = scoring.RescoreRun(request);
        await foreach (var part in call.ResponseStream.ReadAllAsync()) parts.Add(part);
        return parts;
    }

    private static async Task<List<RecordedScore>> ScoresAsync(ScoringService.ScoringServiceClient scoring)
    {
        var scores = new List<RecordedScore>();
        var request = new ListScoresRequest { Run = Run, PageSize = 1000 };
        do
        {
            var page = await scoring.ListScoresAsync(request);
            scores.AddRange(page.Scores);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return scores;
    }
}
