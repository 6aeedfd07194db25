namespace MedHelm.ServiceDefaults.Limits;

/// <summary>The state of one name in a system that is one process. Not safe for several threads. Times are in milliseconds.</summary>
internal sealed class EmbeddedLimit
{
    private readonly Dictionary<long, double> permits = [];
    private readonly AdaptiveLimit adaptive = new();
    private readonly Circuit circuit = new();
    private TokenBucket requests;
    private TokenBucket tokens;
    private LimitRules? tuned;
    private string tuningReason = "";

    public long Tuning { get; private set; }

    public LimitDecision Acquire(LimitRules configured, long firstPermit, IReadOnlyList<long> sizes, double now, DateTimeOffset epoch)
    {
        var rules = tuned ?? configured;
        for (var granted = 0; granted < sizes.Count; granted++)
        {
            var (reason, wait) = Obstacle(rules, sizes[granted], now);
            if (reason != LimitReason.None)
                return new LimitDecision(
                    granted, (long)now, reason, TimeSpan.FromMilliseconds(Math.Ceiling(wait)),
                    reason == LimitReason.Circuit ? epoch.AddMilliseconds(circuit.OpenedAt) : null, circuit.Cause, Tuning);
            requests.Take(1, rules.RequestsPerMinute);
            tokens.Take(sizes[granted], rules.TokensPerMinute);
            permits[firstPermit + granted] = now + LimitPolicy.PermitTime.TotalMilliseconds;
            circuit.Sent(firstPermit + granted, now);
        }
        return new LimitDecision(sizes.Count, (long)now, LimitReason.None, TimeSpan.Zero, null, LimitOutcome.Abandoned, Tuning);
    }

    public void Release(LimitRules configured, LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter, double now)
    {
        var inFlight = permits.Count;
        permits.Remove(permit.Number);
        var max = (tuned ?? configured).MaxInFlight;
        if (outcome == LimitOutcome.Succeeded) adaptive.Succeeded(permit.TakenAt, inFlight, max);
        if (outcome == LimitOutcome.Throttled) adaptive.Throttled(permit.TakenAt, now, max);
        if (retryAfter is { } wait) adaptive.Pause(now + Math.Min(wait.TotalMilliseconds, LimitPolicy.LongestPause.TotalMilliseconds), LimitReason.RetryAfter);
        circuit.Learn(outcome, permit, now);
    }

    public void Renew(IReadOnlyList<long> held, double now)
    {
        foreach (var permit in held) permits[permit] = now + LimitPolicy.PermitTime.TotalMilliseconds;
        circuit.Renew(held, now);
    }

    public void Tune(LimitRules? rules, string reason, long version)
    {
        adaptive.StartAgain();
        (tuned, tuningReason, Tuning) = (rules, reason, version);
    }

    public LimitState Read(LimitRules configured, double now)
    {
        Sweep(now);
        var rules = tuned ?? configured;
        return new LimitState
        {
            Rules = rules,
            Tuned = tuned,
            TuningReason = tuningReason,
            Tuning = Tuning,
            Concurrency = adaptive.Of(rules.MaxInFlight),
            InFlight = permits.Count,
            Pause = Left(adaptive.PausedUntil, now),
            PauseReason = adaptive.PausedUntil > now ? adaptive.PauseReason : LimitReason.None,
            Circuit = circuit.Phase(now),
            CircuitPause = Left(circuit.OpenUntil, now),
        };
    }

    private (LimitReason Reason, double Wait) Obstacle(LimitRules rules, long size, double now)
    {
        if (circuit.WaitFor(now) is > 0 and var closed) return (LimitReason.Circuit, closed);
        if (adaptive.PausedUntil > now) return (adaptive.PauseReason, adaptive.PausedUntil - now);
        var limit = Math.Floor(adaptive.Of(rules.MaxInFlight));
        if (permits.Count >= limit && Sweep(now) >= limit) return (LimitReason.Concurrency, permits.Values.Min() - now);
        if (requests.WaitFor(1, rules.RequestsPerMinute, now) is > 0 and var request) return (LimitReason.Requests, request);
        return tokens.WaitFor(size, rules.TokensPerMinute, now) is > 0 and var token ? (LimitReason.Tokens, token) : (LimitReason.None, 0);
    }

    // Whoever holds permits renews them, so only those whose holder forgot them expire.
    private int Sweep(double now)
    {
        foreach (var (permit, until) in permits)
            if (until <= now) permits.Remove(permit);
        return permits.Count;
    }

    private static TimeSpan Left(double until, double now) => TimeSpan.FromMilliseconds(Math.Max(0, until - now));
}
