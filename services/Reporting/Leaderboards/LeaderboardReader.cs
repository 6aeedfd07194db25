using Grpc.Core;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting.Runs;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>Gives the leaderboard of a run: the stored one when it is final, else one of what is recorded so far.</summary>
internal sealed class LeaderboardReader(
    LeaderboardStore store, FigureStore figures, RunPlans plans, RunPauses pauses, ScoringService.ScoringServiceClient scoring, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="RpcException">NOT_FOUND without such a run, FAILED_PRECONDITION while it is being planned.</exception>
    internal async Task<Leaderboard> GetAsync(string run, CancellationToken cancel)
    {
        if (await store.FindAsync(run, cancel) is { } stored) return stored;
        var leaderboard = await BuildAsync(run, cancel);
        if (leaderboard.Final) await store.SaveAsync(leaderboard, cancel);
        return leaderboard;
    }

    private async Task<Leaderboard> BuildAsync(string run, CancellationToken cancel)
    {
        var plan = await plans.GetAsync(run, cancel);
        var call = new CallOptions(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
        var metrics = (await scoring.ListMetricsAsync(new ListMetricsRequest(), call)).Metrics;
        var soFar = new RunFigures(plan, [.. plan.Benchmarks.Select(benchmark => ColumnMetric.Of(benchmark, metrics))], await figures.ReadAsync(run, cancel));
        if (!soFar.IsComplete) soFar = soFar with { Pause = await pauses.FindAsync(run, cancel) };
        var scores = await scoring.AggregateAsync(AggregateTables.Scores(soFar), call);
        var floors = AggregateTables.Floors(soFar);
        return new LeaderboardBuilder(soFar, scores, floors.Columns.Count == 0 ? new AggregateResponse() : await scoring.AggregateAsync(floors, call)).Build();
    }
}
