using Grpc.Core;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting.Runs;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>Gives the leaderboard of a run: the stored one when it is final, else one of what is recorded so far.</summary>
internal sealed class LeaderboardReader(
    LeaderboardStore store, FigureStore figures, RunPlans plans, RunPauses pauses, ScoringService.ScoringServiceClient scoring,
    StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    private const int ProvisionalResamples = 1000;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="RpcException">NOT_FOUND without such a run, FAILED_PRECONDITION while it is being planned.</exception>
    internal async Task<Leaderboard> GetAsync(string run, CancellationToken cancel)
    {
        if (await store.FindAsync(run, cancel) is { } stored) return stored;
        var leaderboard = await BuildAsync(run, cancel);
        if (leaderboard.Final) await store.SaveAsync(leaderboard, cancel);
        return leaderboard;
    }

    /// <summary>The standings of what is recorded so far, pairs of models included, and whether nothing is still to come.</summary>
    /// <exception cref="RpcException">As <see cref="GetAsync"/>; INVALID_ARGUMENT for a run too large to resample.</exception>
    internal async Task<(EstimateStandingsResponse Standings, bool Final)> EstimateAsync(string run, Drawn drawn, bool withoutBenchmarkPairs, CancellationToken cancel)
    {
        var figuresSoFar = await ReadAsync(run, cancel);
        var request = new EstimateStandingsRequest { Table = AggregateTables.Scores(figuresSoFar), Drawn = drawn, WithoutBenchmarkPairs = withoutBenchmarkPairs };
        return (await statistics.EstimateStandingsAsync(request, Call(cancel)), figuresSoFar.IsComplete);
    }

    private async Task<Leaderboard> BuildAsync(string run, CancellationToken cancel)
    {
        var soFar = await ReadAsync(run, cancel);
        if (!soFar.IsComplete) soFar = soFar with { Pause = await pauses.FindAsync(run, cancel) };
        var standings = await StandingsAsync(soFar, cancel);
        var floors = AggregateTables.Floors(soFar);
        return new LeaderboardBuilder(soFar, standings, floors.Columns.Count == 0 ? new AggregateResponse() : await scoring.AggregateAsync(floors, Call(cancel))).Build();
    }

    private async Task<RunFigures> ReadAsync(string run, CancellationToken cancel)
    {
        var plan = await plans.GetAsync(run, cancel);
        var metrics = (await scoring.ListMetricsAsync(new ListMetricsRequest(), Call(cancel))).Metrics;
        return new RunFigures(plan, [.. plan.Benchmarks.Select(benchmark => ColumnMetric.Of(benchmark, metrics))], await figures.ReadAsync(run, cancel));
    }

    /// <summary>With intervals and ranks; a table too large for them gets its means alone.</summary>
    private async Task<EstimateStandingsResponse> StandingsAsync(RunFigures run, CancellationToken cancel)
    {
        var table = AggregateTables.Scores(run);
        // What is looked at while it changes need not be exact to the last digit.
        var resampling = run.IsComplete ? null : new Resampling { Resamples = ProvisionalResamples };
        try
        {
            return await statistics.EstimateStandingsAsync(new EstimateStandingsRequest { Table = table, Drawn = Drawn.Instances, WithoutBenchmarkPairs = true, Resampling = resampling }, Call(cancel));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            return new EstimateStandingsResponse
            {
                Aggregates = await scoring.AggregateAsync(table, Call(cancel)),
                Remarks = { $"There are no intervals, rank intervals and tie groups, because Scoring does not estimate them for a table like this: {e.Status.Detail}" },
            };
        }
    }

    private CallOptions Call(CancellationToken cancel) => new(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
}
