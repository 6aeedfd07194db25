using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Runs;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Judging.Judgements;

/// <summary>
/// Brings accepted judgements under way, and asks again for what got lost: after a start when the bus is in memory, and whenever one has made no
/// progress for long. Two replicas may ask the same at once; the answers are bought once all the same.
/// </summary>
internal sealed partial class JudgementDriver(
    JudgementStore store, JudgementDesk desk, StoredAnswers answers, PlannedRuns runs, BudgetService.BudgetServiceClient budgets, IMessageBus bus, TimeProvider clock, ILogger<JudgementDriver> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StallTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BatchStallTime = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await Task.Delay(LookEvery, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Does once what there is to do for every judgement. Trouble with one does not keep the others waiting.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        IReadOnlyList<StoredJudgement> open = [];
        try
        {
            open = await store.OpenAsync(cancel);
        }
#pragma warning disable CA1031 // The database may be back at the next look.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LookFailed(logger, e, "all judgements");
        }
        foreach (var gone in watched.Keys.Except(open.Select(judgement => judgement.Id), StringComparer.Ordinal).ToList()) watched.Remove(gone);
        foreach (var judgement in open)
        {
            try
            {
                await CareForAsync(judgement, cancel);
            }
#pragma warning disable CA1031 // What is wrong with one judgement must not stop the others; it is tried again at the next look.
            catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.LookFailed(logger, e, judgement.Name);
                watched[judgement.Id] = new Watched(judgement.Judged, clock.GetTimestamp(), StallTime, Failed: true);
                await TellAsync(judgement, e, cancel);
            }
        }
    }

    private async Task CareForAsync(StoredJudgement judgement, CancellationToken cancel)
    {
        if (await store.TryCompleteAsync(judgement.Id, clock.GetUtcNow(), cancel)) return;
        var firstSeen = !watched.TryGetValue(judgement.Id, out var last);
        if (firstSeen || judgement.Judged != last!.Judged) watched[judgement.Id] = last = new Watched(judgement.Judged, clock.GetTimestamp(), Patience(judgement), last?.Failed ?? false);
        var lost = !judgement.Prepared || (firstSeen && !bus.SurvivesRestart);
        var waited = clock.GetElapsedTime(last.Since);
        if (lost && last.Failed ? waited < TimeSpan.FromSeconds(5) : !lost && waited < last.Patience) return;
        await AskAsync(judgement, cancel);
        watched[judgement.Id] = last with { Since = clock.GetTimestamp(), Failed = false };
    }

    private async Task AskAsync(StoredJudgement judgement, CancellationToken cancel)
    {
        // Before the first call, and only where nobody has set another limit meanwhile.
        if (judgement.Spec.HasBudgetNanoUsd)
        {
            await budgets.SetBudgetAsync(
                new SetBudgetRequest { Name = judgement.Name, LimitNanoUsd = judgement.Spec.BudgetNanoUsd, OnlyIfAbsent = true },
                deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
        }
        var (total, missing, asked) = (0L, 0L, 0L);
        foreach (var benchmarkId in judgement.Content.Spec.Benchmarks)
        {
            var benchmark = await runs.BenchmarkAsync(new CompletionBatch { Run = judgement.Run, Benchmark = benchmarkId }, cancel);
            foreach (var candidate in judgement.Content.Spec.Candidates)
            {
                var judged = await store.JudgedAsync(judgement.Id, candidate, benchmarkId, cancel);
                await foreach (var (wanted, found) in answers.ReadAsync(judgement.Run, benchmarkId, candidate, cancel))
                {
                    var stored = found.Where(item => item.Outcome?.Completion is not null).DistinctBy(item => item.InstanceId, StringComparer.Ordinal).ToList();
                    var undecided = stored.Where(item => !judged.Contains(item.InstanceId)).ToList();
                    total += stored.Count;
                    missing += wanted.Except(found.Select(item => item.InstanceId), StringComparer.Ordinal).Count();
                    asked += undecided.Count;
                    if (undecided.Count > 0) await desk.PutAsync(judgement, benchmark, candidate, undecided, cancel);
                }
            }
        }
        await store.MarkPreparedAsync(judgement.Id, total, missing, cancel);
        await store.TryCompleteAsync(judgement.Id, clock.GetUtcNow(), cancel);
        Log.Asked(logger, judgement.Name, asked, total, missing);
    }

    private async Task TellAsync(StoredJudgement judgement, Exception error, CancellationToken cancel)
    {
        var problem = error is RpcException rpc
            ? $"Putting the answers before the jury failed ({rpc.StatusCode}: {rpc.Status.Detail}); it is tried again by itself."
            : $"Putting the answers before the jury failed ({error.GetType().Name}; the log of Judging has the details); it is tried again by itself.";
        try
        {
            await store.SetProblemAsync(judgement.Id, problem.Replace('\0', ' '), cancel);
        }
#pragma warning disable CA1031 // The trouble itself is logged already.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LookFailed(logger, e, judgement.Name);
        }
    }

    private static TimeSpan Patience(StoredJudgement judgement) => judgement.Spec.PriceClass == PriceClass.Batch ? BatchStallTime : StallTime;

    private sealed record Watched(long Judged, long Since, TimeSpan Patience, bool Failed);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Judgement}: jurors asked about {Asked} of {Answers} answers; {Missing} are not stored.", EventName = "JudgementAsked")]
        internal static partial void Asked(ILogger logger, string judgement, long asked, long answers, long missing);

        [LoggerMessage(2, LogLevel.Warning, "Looking after {Judgement} failed; trying again.", EventName = "JudgementLookFailed")]
        internal static partial void LookFailed(ILogger logger, Exception error, string judgement);
    }
}
