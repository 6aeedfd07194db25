using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Datasets;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Cache;
using Microsoft.Extensions.Options;

namespace MedHelm.Evaluation.Runs;

/// <summary>
/// Brings accepted runs under way, and asks again for what got lost: after a start when the bus is in memory, and whenever
/// a run has made no progress for long.
/// </summary>
internal sealed partial class RunDriver(
    RunStore runs, RunPlans plans, RunPlanner planner, ProgressStore progress, WorkDispatcher dispatcher, RunSignals signals, IMessageBus bus,
    [FromKeyedServices(EvaluationModule.Service)] ISharedCache cache, IOptions<EvaluationOptions> options, TimeProvider clock, ILogger<RunDriver> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    // Two replicas planning the same run would do the same work twice, no more; a killed one must not hold it up for long.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var run in await runs.InStateAsync(RunState.Planning, stoppingToken)) await StartAsync(run, stoppingToken);
                await CareForRunningAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever part of the system is away now may be back at the next look.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.LookFailed(logger, e);
            }
            await signals.WaitAsync(RunSignals.NewRun, Look, stoppingToken);
        }
    }

    private async Task StartAsync(StoredRun run, CancellationToken cancel)
    {
        await using var lease = await cache.TryLeaseAsync("plan:" + run.Id, LeaseTime, cancel);
        if (lease is null) return;
        try
        {
            if (await plans.FindAsync(run.Id, cancel) is null) await runs.SavePlanAsync(run.Id, await planner.PlanAsync(run, cancel), cancel);
        }
        catch (DatasetException e)
        {
            Log.PlanningFailed(logger, run.Id, e.Message);
            await runs.LeavePlanningAsync(run.Id, RunState.Failed, e.Message, cancel);
            signals.Raise(run.Id);
            return;
        }
        // Asked for before the state moves: a crash in between asks again, which costs nothing.
        var asked = await dispatcher.DispatchAsync((await plans.FindAsync(run.Id, cancel))!, cancel);
        await runs.LeavePlanningAsync(run.Id, RunState.Running, "", cancel);
        watched[run.Id] = new Watched(0, clock.GetTimestamp(), options.Value.StallTime);
        Log.Started(logger, run.Id, asked);
        signals.Raise(run.Id);
    }

    private async Task CareForRunningAsync(CancellationToken cancel)
    {
        var running = await runs.InStateAsync(RunState.Running, cancel);
        foreach (var gone in watched.Keys.Except(running.Select(run => run.Id), StringComparer.Ordinal).ToList()) watched.Remove(gone);
        foreach (var run in running)
        {
            var decided = (await progress.TotalsAsync([run.Id], cancel)).GetValueOrDefault(run.Id)?.Decided ?? 0;
            var firstSeen = !watched.TryGetValue(run.Id, out var last);
            if (firstSeen || decided != last!.Decided) watched[run.Id] = last = new Watched(decided, clock.GetTimestamp(), options.Value.StallTime);
            var lost = firstSeen && !bus.SurvivesRestart;
            if (!lost && clock.GetElapsedTime(last.Since) < last.Patience) continue;
            await AskAgainAsync(run, last, cancel);
        }
    }

    private async Task AskAgainAsync(StoredRun run, Watched last, CancellationToken cancel)
    {
        await using var lease = await cache.TryLeaseAsync("dispatch:" + run.Id, LeaseTime, cancel);
        if (lease is null || await plans.FindAsync(run.Id, cancel) is not { } plan) return;
        var asked = await dispatcher.DispatchAsync(plan, cancel);
        watched[run.Id] = last with { Since = clock.GetTimestamp(), Patience = last.Patience * 2 };
        Log.AskedAgain(logger, run.Id, asked);
    }

    private sealed record Watched(long Decided, long Since, TimeSpan Patience);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {RunId} is under way: {Count} completions asked for.", EventName = "RunStarted")]
        internal static partial void Started(ILogger logger, string runId, int count);

        [LoggerMessage(2, LogLevel.Information, "Run {RunId}: {Count} undecided instances asked for again.", EventName = "RunAskedAgain")]
        internal static partial void AskedAgain(ILogger logger, string runId, int count);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId} cannot be planned: {Reason}", EventName = "RunPlanningFailed")]
        internal static partial void PlanningFailed(ILogger logger, string runId, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Looking after the runs failed; trying again.", EventName = "RunLookFailed")]
        internal static partial void LookFailed(ILogger logger, Exception e);
    }
}
