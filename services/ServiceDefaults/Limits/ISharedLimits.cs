namespace MedHelm.ServiceDefaults.Limits;

/// <summary>
/// Decides how many calls may be sent to something outside, and when, for all replicas of a service together: calls in
/// flight, calls and tokens a minute, an adaptive limit, pauses and a circuit breaker. Each name has a state of its own, and
/// each decision about it is atomic. Nobody waits in here: a refusal says why, and when to ask again.
/// </summary>
public interface ISharedLimits
{
    /// <summary>Takes permits for as many of the calls as may be sent now, in order.</summary>
    /// <param name="name">What is called.</param>
    /// <param name="rules">The configured limits; tuned ones take their place.</param>
    /// <param name="firstPermit">Number of the first permit, the others count on; must never repeat for this name in this process.</param>
    /// <param name="tokens">Most tokens that each call may use.</param>
    ValueTask<LimitDecision> AcquireAsync(string name, LimitRules rules, long firstPermit, IReadOnlyList<long> tokens);

    /// <summary>Gives a permit back and learns from what came of it. Never throws; a permit that is already gone still teaches.</summary>
    /// <param name="name">What was called.</param>
    /// <param name="rules">The configured limits.</param>
    /// <param name="permit">The permit.</param>
    /// <param name="outcome">What came of the call.</param>
    /// <param name="retryAfter">How long the callee asks everybody to stay away; capped at <see cref="LimitPolicy.LongestPause"/>.</param>
    Task ReleaseAsync(string name, LimitRules rules, LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter);

    /// <summary>
    /// Says that these permits are still held; due every <see cref="LimitPolicy.RenewEvery"/>. Whoever stops saying so, because
    /// it was killed, loses them after <see cref="LimitPolicy.PermitTime"/>; a state that has lost its memory learns of them anew.
    /// Never throws.
    /// </summary>
    Task RenewAsync(string name, IReadOnlyList<long> permits);

    /// <summary>The state at this moment.</summary>
    Task<LimitState> ReadAsync(string name, LimitRules rules, CancellationToken cancel);

    /// <summary>Puts limits in the place of the configured ones on every replica; null goes back to these.</summary>
    /// <exception cref="InvalidOperationException">The shared state cannot be reached; nothing has changed.</exception>
    Task TuneAsync(string name, LimitRules? rules, string reason, CancellationToken cancel);
}
