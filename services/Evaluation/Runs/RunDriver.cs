using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Grpc.Core;
using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
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
    RunStore runs, RunPlans plans, RunPlanner planner, ProgressStore progress, WorkDispatcher dispatcher, PausedRuns paused, BudgetRoom budgets, RunSignals signals, IMessageBus bus,
    [FromKeyedServices(EvaluationModule.Service)] ISharedCache cache, IOptions<EvaluationOptions> options, TimeProvider clock, ILogger<RunDriver> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    // Two replicas planning the same run would do the same work twice, no more; a killed one must not hold it up for long.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);

    private const int MostFailedLooks = 3;
    private const int LongestError = 2000;

    // A run on large data is planned for minutes; others must not wait for it.
    private const int MostPlannedAtOnce = 3;

    private readonly ConcurrentDictionary<string, Watched> watched = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> failedLooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> starting = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
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

    /// <summary>Does once what there is to do for every run. Trouble with one run does not keep the others waiting.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        var planning = await runs.InStateAsync(RunState.Planning, cancel);
        foreach (var gone in failedLooks.Keys.Except(planning.Select(run => run.Id), StringComparer.Ordinal).ToList()) failedLooks.TryRemove(gone, out _);
        foreach (var run in planning)
        {
            if (starting.Count == MostPlannedAtOnce) break;
            if (!starting.ContainsKey(run.Id)) starting[run.Id] = Task.Run(() => AloneAsync(run, StartAsync, cancel), cancel);
        }
        await Task.WhenAny(Task.WhenAll(starting.Values), Task.Delay(Look, clock, cancel));
        foreach (var (id, task) in starting.Where(s => s.Value.IsCompleted).ToList())
        {
            starting.Remove(id);
            await task;
        }
        await CareForRunningAsync(cancel);
        // Nothing of these is lost, and their patience begins anew.
        foreach (var run in await paused.LookAsync(cancel)) watched[run.Id] = new Watched(-1, clock.GetTimestamp(), Patience(run));
    }

    private async Task<bool> AloneAsync(StoredRun run, Func<StoredRun, CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(run, cancel);
            return true;
        }
#pragma warning disable CA1031 // What is wrong with one run must not stop the others; it is tried again at the next look.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.RunLookFailed(logger, e, run.Id);
            return false;
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
            await FailAsync(run, e.Message, cancel);
            return;
        }
        catch (Exception e) when (!MayPass(e) && CountFailedLook(run.Id) >= MostFailedLooks)
        {
            Log.PlanningBroken(logger, e, run.Id);
            await FailAsync(run, $"planning failed because of a defect or unusable data: {e.GetType().Name}; the log has the details", cancel);
            return;
        }
        // Before the first call, and only where nobody has set another limit meanwhile.
        if (run.Spec.HasBudgetNanoUsd) await budgets.LimitAsync(run.Name, run.Spec.BudgetNanoUsd, cancel);
        // Asked for before the state moves: a crash in between asks again, which costs nothing.
        var asked = await dispatcher.DispatchAsync((await plans.FindAsync(run.Id, cancel))!, run.Spec, cancel);
        await runs.LeavePlanningAsync(run.Id, RunState.Running, "", cancel);
        watched[run.Id] = new Watched(0, clock.GetTimestamp(), Patience(run));
        Log.Started(logger, run.Id, asked);
        signals.Raise(run.Id);
    }

    private async Task FailAsync(StoredRun run, string error, CancellationToken cancel)
    {
        await runs.LeavePlanningAsync(run.Id, RunState.Failed, Storable(error), cancel);
        signals.Raise(run.Id);
    }

    // An error may quote data, and PostgreSQL takes neither NUL nor half a surrogate pair; EnumerateRunes replaces the latter.
    private static string Storable(string error)
    {
        var text = new StringBuilder();
        foreach (var rune in error.EnumerateRunes())
        {
            if (text.Length >= LongestError) return text.Append("...").ToString();
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return text.ToString();
    }

    private int CountFailedLook(string runId) => failedLooks.AddOrUpdate(runId, 1, (_, count) => count + 1);

    /// <summary>True for trouble of a part the planner depends on, which says nothing about the run.</summary>
    private static bool MayPass(Exception e) => e switch
    {
        RpcException rpc => rpc.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal,
        // Class 22 is PostgreSQL's refusal of a value, which it will refuse again.
        DbException database => database.SqlState?.StartsWith("22", StringComparison.Ordinal) != true,
        _ => e is TimeoutException or IOException or OperationCanceledException,
    };

    private async Task CareForRunningAsync(CancellationToken cancel)
    {
        var running = await runs.InStateAsync(RunState.Running, cancel);
        foreach (var gone in watched.Keys.Except(running.Select(run => run.Id), StringComparer.Ordinal).ToList()) watched.TryRemove(gone, out _);
        foreach (var run in running)
        {
            var firstSeen = !watched.ContainsKey(run.Id);
            // Forgotten when its first look failed, so that what a restart lost is still asked for at the next.
            if (!await AloneAsync(run, CareForAsync, cancel) && firstSeen) watched.TryRemove(run.Id, out _);
        }
    }

    private async Task CareForAsync(StoredRun run, CancellationToken cancel)
    {
        var decided = (await progress.TotalsAsync([run.Id], cancel)).GetValueOrDefault(run.Id)?.Decided ?? 0;
        var firstSeen = !watched.TryGetValue(run.Id, out var last);
        if (firstSeen || decided != last!.Decided) watched[run.Id] = last = new Watched(decided, clock.GetTimestamp(), Patience(run));
        var lost = firstSeen && !bus.SurvivesRestart;
        if (!lost && clock.GetElapsedTime(last.Since) < last.Patience) return;
        await AskAgainAsync(run, last, cancel);
    }

    private async Task AskAgainAsync(StoredRun run, Watched last, CancellationToken cancel)
    {
        await using var lease = await cache.TryLeaseAsync("dispatch:" + run.Id, LeaseTime, cancel);
        if (lease is null || await plans.FindAsync(run.Id, cancel) is not { } plan) return;
        var asked = await dispatcher.DispatchAsync(plan, run.Spec, cancel);
        watched[run.Id] = last with { Since = clock.GetTimestamp(), Patience = IsBatch(run) ? last.Patience : last.Patience * 2 };
        Log.AskedAgain(logger, run.Id, asked);
    }

    private static bool IsBatch(StoredRun run) => run.Spec.PriceClass == PriceClass.Batch;

    private TimeSpan Patience(StoredRun run) => IsBatch(run) ? options.Value.BatchStallTime : options.Value.StallTime;

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

        [LoggerMessage(5, LogLevel.Warning, "Looking after run {RunId} failed; trying again.", EventName = "RunCareFailed")]
        internal static partial void RunLookFailed(ILogger logger, Exception e, string runId);

        [LoggerMessage(6, LogLevel.Error, "Run {RunId} cannot be planned.", EventName = "RunPlanningBroken")]
        internal static partial void PlanningBroken(ILogger logger, Exception e, string runId);
    }
}
