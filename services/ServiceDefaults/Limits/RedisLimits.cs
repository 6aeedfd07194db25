using System.Globalization;
using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>
/// The limits of a system of many replicas: one script a decision. Time is Redis's own, so that replicas whose clocks differ agree.
/// </summary>
internal sealed class RedisLimits(Lazy<Task<IConnectionMultiplexer>> connection, string service, string holder) : ISharedLimits
{
    private static readonly LimitRules Unsaid = new(0);

    /// <summary>Takes the place of Redis's time, so that a test need not wait.</summary>
    internal TimeProvider? Clock { get; init; }

    /// <summary>True when asking would be in vain.</summary>
    internal bool IsAway => connection is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } connected } && !connected.Result.IsConnected;

    public async ValueTask<LimitDecision> AcquireAsync(string name, LimitRules rules, long firstPermit, IReadOnlyList<long> tokens)
    {
        var reply = await RunAsync(LimitScripts.Acquire, name, rules, [firstPermit, .. tokens.Select(size => (RedisValue)size)]);
        return new LimitDecision(
            (int)reply[0], (long)reply[1], (LimitReason)(int)reply[2], TimeSpan.FromMilliseconds((long)reply[3]),
            (LimitReason)(int)reply[2] == LimitReason.Circuit ? DateTimeOffset.FromUnixTimeMilliseconds((long)reply[4]) : null,
            (LimitOutcome)(int)reply[5], (long)reply[6]);
    }

    public Task ReleaseAsync(string name, LimitRules rules, LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter) =>
        RunAsync(LimitScripts.Release, name, rules, [permit.Number, permit.TakenAt, (int)outcome, (long)Math.Ceiling((retryAfter ?? TimeSpan.Zero).TotalMilliseconds)]);

    public Task RenewAsync(string name, IReadOnlyList<long> permits) =>
        RunAsync(LimitScripts.Renew, name, Unsaid, [.. permits.Select(permit => (RedisValue)permit)]);

    public async Task<LimitState> ReadAsync(string name, LimitRules rules, CancellationToken cancel)
    {
        var reply = await RunAsync(LimitScripts.Read, name, rules, []).WaitAsync(cancel);
        var (now, pausedUntil, opened, openUntil) = ((long)reply[0], (long)reply[3], (long)reply[5], (long)reply[6]);
        var tuned = (int)reply[7] > 0 ? new LimitRules((int)reply[7], (int)reply[8], (long)double.Parse((string)reply[9]!, CultureInfo.InvariantCulture)) : null;
        return new LimitState
        {
            Rules = tuned ?? rules,
            Tuned = tuned,
            TuningReason = (string?)reply[11] ?? "",
            Tuning = (long)reply[10],
            Concurrency = double.Parse((string)reply[1]!, CultureInfo.InvariantCulture),
            InFlight = (int)reply[2],
            Pause = Left(pausedUntil, now),
            PauseReason = pausedUntil > now ? (LimitReason)(int)reply[4] : LimitReason.None,
            Circuit = opened == 0 ? CircuitPhase.Closed : now < openUntil ? CircuitPhase.Open : CircuitPhase.HalfOpen,
            CircuitPause = Left(openUntil, now),
        };
    }

    public Task TuneAsync(string name, LimitRules? rules, string reason, CancellationToken cancel) =>
        TuneAsync(name, rules, reason, 0).WaitAsync(cancel);

    /// <summary>Repeats a tuning that a Redis without memory has forgotten; an older one than it knows changes nothing.</summary>
    internal Task RestoreAsync(string name, LimitState known) => TuneAsync(name, known.Tuned, known.TuningReason, known.Tuning);

    private Task<RedisResult[]> TuneAsync(string name, LimitRules? rules, string reason, long tuning) =>
        RunAsync(LimitScripts.Tune, name, Unsaid, [tuning, rules?.MaxInFlight ?? 0, rules?.RequestsPerMinute ?? 0, rules?.TokensPerMinute ?? 0, reason]);

    private async Task<RedisResult[]> RunAsync(string script, string name, LimitRules rules, RedisValue[] arguments)
    {
        // In a cluster one script's keys must live on one node: the braces see to it.
        var key = $"medhelm:{service}:limits:{{{name}}}";
        var database = (await connection.Value).GetDatabase();
        var reply = await database.ScriptEvaluateAsync(
            script, [key, key + ":permits", key + ":turns", key + ":waiting"],
            [Clock?.GetUtcNow().ToUnixTimeMilliseconds() ?? 0, holder, rules.MaxInFlight, rules.RequestsPerMinute, rules.TokensPerMinute, .. arguments]);
        return reply.Resp2Type == ResultType.Array ? (RedisResult[])reply! : [reply];
    }

    private static TimeSpan Left(long until, long now) => TimeSpan.FromMilliseconds(Math.Max(0, until - now));
}
