using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Reporting.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Reporting.Runs;

/// <summary>
/// Finds runs that are completed but whose leaderboard stays unfinished, because events on their way here were lost, and has
/// them published again.
/// </summary>
internal sealed partial class RunReconciler(
    EvaluationService.EvaluationServiceClient evaluation, LeaderboardStore leaderboards, RunCompletion completion, IMessageBus bus, TimeProvider clock, ILogger<RunReconciler> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // Events normally arrive within a second of the run's end. Where the bus keeps them, a service may be behind for longer.
    private readonly TimeSpan patience = TimeSpan.FromSeconds(bus.SurvivesRestart ? 60 : 4);
    private readonly HashSet<string> settled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Since, TimeSpan Patience)> waiting = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(LookEvery, clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever is away now may be back at the next look.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.LookFailed(logger, e.GetType().Name);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var runs = (await evaluation.ListRunsAsync(new ListRunsRequest(), cancellationToken: cancel)).Runs;
        foreach (var run in runs.Where(run => run.State == RunState.Completed && !settled.Contains(run.Name)))
        {
            await leaderboards.MarkCompletedAsync(run.Name, cancel);
            await completion.TryFinishAsync(run.Name, cancel);
            if (await leaderboards.IsDueAsync(run.Name, cancel)) await WaitOrRequeueAsync(run.Name, cancel);
            else Settle(run.Name);
        }
    }

    private async Task WaitOrRequeueAsync(string run, CancellationToken cancel)
    {
        if (!waiting.TryGetValue(run, out var wait)) waiting[run] = wait = (clock.GetTimestamp(), patience);
        if (clock.GetElapsedTime(wait.Since) < wait.Patience) return;
        waiting[run] = (clock.GetTimestamp(), wait.Patience * 2);
        var reply = await evaluation.RequeueRunAsync(new RequeueRunRequest { Name = run }, cancellationToken: cancel);
        Log.Requeued(logger, run, reply.Completions);
    }

    private void Settle(string run)
    {
        settled.Add(run);
        waiting.Remove(run);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The leaderboard of {Run} lacks events that were lost; {Count} completions asked for again, at no cost.", EventName = "RunRequeued")]
        internal static partial void Requeued(ILogger logger, string run, long count);

        [LoggerMessage(2, LogLevel.Information, "Looking for unfinished leaderboards failed ({Cause}); trying again.", EventName = "ReconcilerLookFailed")]
        internal static partial void LookFailed(ILogger logger, string cause);
    }
}
