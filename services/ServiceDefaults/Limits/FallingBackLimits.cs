using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>
/// The shared limits while Redis answers, and limits of this process alone while it does not: calls must go on. Then each replica
/// keeps the limits for itself. The calls in flight are told to whichever holds, at the next renewal.
/// </summary>
internal sealed partial class FallingBackLimits(RedisLimits shared, EmbeddedLimits local, TimeProvider clock, ILogger<FallingBackLimits> logger) : ISharedLimits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, LimitState> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> learning = new(StringComparer.Ordinal);

    // 0: Redis answers.
    private long awaySince;
    private long tryAgainAt;

    public async ValueTask<LimitDecision> AcquireAsync(string name, LimitRules rules, long firstPermit, IReadOnlyList<long> tokens)
    {
        if (MayAsk())
        {
            try
            {
                var decision = await shared.AcquireAsync(name, rules, firstPermit, tokens).AsTask().WaitAsync(Patience, clock);
                Answered();
                if (decision.Tuning != (known.GetValueOrDefault(name)?.Tuning ?? 0) && learning.TryAdd(name, true)) _ = LearnAsync(name, rules);
                return decision;
            }
            catch (Exception e) when (IsAbsence(e))
            {
                Away(e);
            }
        }
        return await local.AcquireAsync(name, rules, firstPermit, tokens);
    }

    public async Task ReleaseAsync(string name, LimitRules rules, LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter)
    {
        var ask = MayAsk();
        await local.ReleaseAsync(name, rules, permit, ask ? LimitOutcome.Abandoned : outcome, ask ? null : retryAfter);
        if (ask) await TryAsync(() => shared.ReleaseAsync(name, rules, permit, outcome, retryAfter));
    }

    public Task RenewAsync(string name, IReadOnlyList<long> permits) =>
        MayAsk() ? TryAsync(() => shared.RenewAsync(name, permits)) : local.RenewAsync(name, permits);

    public async Task<LimitState> ReadAsync(string name, LimitRules rules, CancellationToken cancel)
    {
        if (MayAsk())
        {
            try
            {
                return await shared.ReadAsync(name, rules, cancel).WaitAsync(Patience, clock, cancel);
            }
            catch (Exception e) when (IsAbsence(e))
            {
                Away(e);
            }
        }
        return await local.ReadAsync(name, rules, cancel);
    }

    public async Task TuneAsync(string name, LimitRules? rules, string reason, CancellationToken cancel)
    {
        try
        {
            await shared.TuneAsync(name, rules, reason, cancel).WaitAsync(Patience, clock, cancel);
        }
        catch (Exception e) when (IsAbsence(e))
        {
            throw new InvalidOperationException("The cache that all replicas share does not answer, so the limits stay as they are; try again when it is back.", e);
        }
        await LearnAsync(name, rules ?? new LimitRules(1));
    }

    // Another replica has tuned, or Redis has forgotten that somebody did.
    private async Task LearnAsync(string name, LimitRules rules)
    {
        await TryAsync(async () =>
        {
            var state = await shared.ReadAsync(name, rules, CancellationToken.None);
            if (known.TryGetValue(name, out var mine) && mine.Tuning > state.Tuning)
            {
                await shared.RestoreAsync(name, mine);
                return;
            }
            known[name] = state;
            local.Adopt(name, state);
        });
        learning.TryRemove(name, out _);
    }

    private bool MayAsk()
    {
        if (Volatile.Read(ref awaySince) != 0 && clock.GetTimestamp() < Volatile.Read(ref tryAgainAt)) return false;
        if (!shared.IsAway) return true;
        Away(null);
        return false;
    }

    private async Task TryAsync(Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(Patience, clock);
        }
        catch (Exception e) when (IsAbsence(e))
        {
            Away(e);
        }
    }

    private void Away(Exception? cause)
    {
        var now = clock.GetTimestamp();
        Volatile.Write(ref tryAgainAt, now + (long)(TryAgainAfter.TotalSeconds * clock.TimestampFrequency));
        if (Interlocked.CompareExchange(ref awaySince, Math.Max(1, now), 0) == 0)
            Log.Away(logger, cause is RedisServerException refused ? refused.Message : cause?.GetType().Name ?? "no connection");
    }

    private void Answered()
    {
        if (Volatile.Read(ref awaySince) is not 0 and var since && Interlocked.CompareExchange(ref awaySince, 0, since) == since)
            Log.Back(logger, clock.GetElapsedTime(since).TotalSeconds);
    }

    private static bool IsAbsence(Exception e) => e is RedisException or TimeoutException or ObjectDisposedException;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The shared limits cannot be reached ({Cause}); until they are back each replica keeps its limits for itself.", EventName = "LimitsAway")]
        internal static partial void Away(ILogger logger, string cause);

        [LoggerMessage(2, LogLevel.Information, "The shared limits are back after {Seconds:0} s.", EventName = "LimitsBack")]
        internal static partial void Back(ILogger logger, double seconds);
    }
}
