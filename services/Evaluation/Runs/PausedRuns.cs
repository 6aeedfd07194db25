using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Evaluation.Runs;

/// <summary>Lets paused runs go on once the budget that stopped them has room, has no limit any more, or a new month has begun.</summary>
internal sealed partial class PausedRuns(
    RunStore runs, PauseStore pauses, RunPlans plans, WorkDispatcher dispatcher, BudgetRoom budgets, RunSignals signals, IMessageBus bus,
    [FromKeyedServices(EvaluationModule.Service)] ISharedCache cache, TimeProvider clock, ILogger<PausedRuns> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);

    private long? lastLook;

    /// <summary>
    /// Looks at most every two seconds, and asks once for each budget however many runs wait for it. Returns the runs that go on, whose
    /// undecided instances have been asked for.
    /// </summary>
    public async Task<IReadOnlyList<StoredRun>> LookAsync(CancellationToken cancel)
    {
        if (lastLook is { } last && clock.GetElapsedTime(last) < LookEvery) return [];
        var restarted = lastLook is null && !bus.SurvivesRestart;
        var paused = await runs.InStateAsync(RunState.Paused, cancel);
        lastLook = clock.GetTimestamp();
        // Answers that were under way when the process ended are in the archive: what a paused run has is to be whole.
        if (restarted) await EachAsync(paused, run => DispatchAsync(run, cancel), cancel);
        var resumed = new List<StoredRun>();
        var due = paused.Where(run => run.Pause is { } pause && pause.NotBefore <= clock.GetUtcNow());
        foreach (var waiting in due.GroupBy(run => run.Pause!.Budget, StringComparer.Ordinal))
        {
            if (await AvailableAsync(waiting.Key, cancel) is not { } available) continue;
            await EachAsync(waiting.Where(run => run.Pause!.NeededNanoUsd <= available), run => ResumeAsync(run, resumed, cancel), cancel);
        }
        return resumed;
    }

    private async Task<long?> AvailableAsync(string budget, CancellationToken cancel)
    {
        try
        {
            return await budgets.AvailableAsync(budget, cancel);
        }
#pragma warning disable CA1031 // A budget that cannot be read now is read again at the next look; the others need not wait for it.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.BudgetUnknown(logger, budget, e.GetType().Name);
            return null;
        }
    }

    private async Task EachAsync(IEnumerable<StoredRun> some, Func<StoredRun, Task> work, CancellationToken cancel)
    {
        foreach (var run in some)
        {
            try
            {
                await work(run);
            }
#pragma warning disable CA1031 // What is wrong with one run must not stop the others; it is tried again at the next look.
            catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.ResumeFailed(logger, e, run.Id);
            }
        }
    }

    private async Task ResumeAsync(StoredRun run, List<StoredRun> resumed, CancellationToken cancel)
    {
        await using var lease = await cache.TryLeaseAsync("dispatch:" + run.Id, LeaseTime, cancel);
        // Running before anything is asked for, so that a refusal pauses it again.
        if (lease is null || !await pauses.ResumeAsync(run.Id, clock.GetUtcNow(), cancel)) return;
        try
        {
            await DispatchAsync(run, cancel);
        }
        catch
        {
            await pauses.PauseAsync(run.Id, run.Pause!.ToProto(), clock.GetUtcNow(), CancellationToken.None);
            throw;
        }
        resumed.Add(run);
        signals.Raise(run.Id);
    }

    private async Task DispatchAsync(StoredRun run, CancellationToken cancel)
    {
        if (await plans.FindAsync(run.Id, cancel) is not { } plan) return;
        Log.AskedAgain(logger, run.Id, await dispatcher.DispatchAsync(plan, run.Spec, cancel));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {RunId}, which a budget had paused: {Count} undecided instances asked for again.", EventName = "PausedRunAskedAgain")]
        internal static partial void AskedAgain(ILogger logger, string runId, int count);

        [LoggerMessage(2, LogLevel.Warning, "Budget {Budget} cannot be read ({Cause}); the runs that wait for it go on waiting.", EventName = "BudgetUnknown")]
        internal static partial void BudgetUnknown(ILogger logger, string budget, string cause);

        [LoggerMessage(3, LogLevel.Warning, "Run {RunId}, which a budget had paused, cannot go on yet; trying again.", EventName = "ResumeFailed")]
        internal static partial void ResumeFailed(ILogger logger, Exception e, string runId);
    }
}
