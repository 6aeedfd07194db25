using System.Collections.Concurrent;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>The limits of a system that is one process, and of a replica that cannot reach the others.</summary>
internal sealed class EmbeddedLimits(TimeProvider clock) : ISharedLimits
{
    private readonly ConcurrentDictionary<string, EmbeddedLimit> limits = new(StringComparer.Ordinal);
    private readonly long started = clock.GetTimestamp();

    // 0 means never, so time begins at 1.
    private readonly DateTimeOffset epoch = clock.GetUtcNow().AddMilliseconds(-1);

    public ValueTask<LimitDecision> AcquireAsync(string name, LimitRules rules, long firstPermit, IReadOnlyList<long> tokens)
    {
        var limit = Of(name);
        lock (limit) return ValueTask.FromResult(limit.Acquire(rules, firstPermit, tokens, Now(), epoch));
    }

    public Task ReleaseAsync(string name, LimitRules rules, LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter)
    {
        var limit = Of(name);
        lock (limit) limit.Release(rules, permit, outcome, retryAfter, Now());
        return Task.CompletedTask;
    }

    public Task RenewAsync(string name, IReadOnlyList<long> permits)
    {
        var limit = Of(name);
        lock (limit) limit.Renew(permits, Now());
        return Task.CompletedTask;
    }

    public Task<LimitState> ReadAsync(string name, LimitRules rules, CancellationToken cancel)
    {
        var limit = Of(name);
        lock (limit) return Task.FromResult(limit.Read(rules, Now()));
    }

    public Task TuneAsync(string name, LimitRules? rules, string reason, CancellationToken cancel)
    {
        var limit = Of(name);
        lock (limit) limit.Tune(rules, reason, limit.Tuning + 1);
        return Task.CompletedTask;
    }

    /// <summary>Takes over what holds elsewhere.</summary>
    internal void Adopt(string name, LimitState elsewhere)
    {
        var limit = Of(name);
        lock (limit) limit.Tune(elsewhere.Tuned, elsewhere.TuningReason, elsewhere.Tuning);
    }

    private EmbeddedLimit Of(string name) => limits.GetOrAdd(name, _ => new EmbeddedLimit());

    // Whole milliseconds, as permits have them.
    private double Now() => 1 + Math.Floor(clock.GetElapsedTime(started).TotalMilliseconds);
}
