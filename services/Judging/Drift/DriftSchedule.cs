using Grpc.Core;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Drift;

/// <summary>Does the checks that are due: on a set's schedule, when a juror's model or a rubric has changed, and those that were broken off.</summary>
internal sealed partial class DriftSchedule(AnchorStore sets, DriftStore store, DriftChecks checks, TimeProvider clock, ILogger<DriftSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5);
    // What keeps a check from its end, such as a budget, is rarely mended sooner.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Set, string Juror), DateTimeOffset> notBefore = [];

    /// <summary>Does what is due now.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        foreach (var set in await sets.ListAsync(cancel))
        {
            var made = await store.ChecksAsync(set.Id, cancel);
            foreach (var juror in set.Content.Jurors)
                await CheckAsync(set, juror, made.LastOrDefault(check => check.Juror == juror.Juror), cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Look, clock, stoppingToken);
                await LookSafelyAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what is judged is stored.
        }
    }

    private async Task LookSafelyAsync(CancellationToken cancel)
    {
        try
        {
            await LookAsync(cancel);
        }
#pragma warning disable CA1031 // Whatever keeps the database from answering, the next look tries again.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LookFailed(logger, e);
        }
    }

    private async Task CheckAsync(StoredAnchorSet set, AnchoredJuror juror, StoredCheck? last, CancellationToken cancel)
    {
        if (notBefore.TryGetValue((set.Id, juror.Juror), out var time) && clock.GetUtcNow() < time) return;
        try
        {
            if (await CauseAsync(set, juror, last, cancel) is not { } cause) return;
            Log.Begins(logger, juror.Juror, set.Content.Name, cause);
            await checks.CheckAsync(set, juror, most: 0, cause, cancel);
        }
#pragma warning disable CA1031 // One juror that cannot be checked must not keep the others from it.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            notBefore[(set.Id, juror.Juror)] = clock.GetUtcNow() + AfterFailure;
            Log.CheckFailed(logger, juror.Juror, set.Content.Name, e is RpcException rpc ? rpc.Status.Detail : e.Message);
        }
    }

    private async Task<string?> CauseAsync(StoredAnchorSet set, AnchoredJuror juror, StoredCheck? last, CancellationToken cancel)
    {
        if (last is { Done: false }) return last.Content.Cause;
        var frozen = set.Frozen(juror);
        var (now, _) = await checks.VersionAsync(set, juror, cancel);
        if (now.ToString() != (last?.Version ?? frozen.ToString())) return now.Model != (last?.Content.Model ?? frozen.Model) ? "model" : "rubric";
        var since = last?.Content.Time ?? set.Content.CreateTime;
        return set.Content.CheckEveryHours > 0 && clock.GetUtcNow() >= since.ToDateTimeOffset() + TimeSpan.FromHours(set.Content.CheckEveryHours) ? "schedule" : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Checking juror {Juror} on {AnchorSet}; cause: {Cause}.", EventName = "DriftCheckBegins")]
        internal static partial void Begins(ILogger logger, string juror, string anchorSet, string cause);

        [LoggerMessage(2, LogLevel.Warning, "The check of juror {Juror} on {AnchorSet} is not done: {Problem} Trying again in an hour.", EventName = "DriftCheckFailed")]
        internal static partial void CheckFailed(ILogger logger, string juror, string anchorSet, string problem);

        [LoggerMessage(3, LogLevel.Warning, "Looking for checks that are due failed; trying again.", EventName = "DriftLookFailed")]
        internal static partial void LookFailed(ILogger logger, Exception e);
    }
}
