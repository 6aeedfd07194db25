using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Limits;

namespace MedHelm.Inference.Flow;

/// <summary>
/// Where the calls of this replica to one deployment wait, first come first served. Only the lane asks the shared limits: for
/// those at the head together, when a call arrives at an empty lane, when a permit is given back that may help, and when the
/// last refusal said so.
/// </summary>
internal sealed partial class Lane(string name, LimitRules rules, ISharedLimits limits, TimeProvider clock, ILogger logger) : IDisposable
{
    private const int MostAtOnce = 32;

    // So that limits tuned elsewhere are noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> queue = [];
    private readonly HashSet<long> held = [];
    private ITimer? ticker;
    private ITimer? heart;
    private bool beating;
    private bool pumping;
    private bool again;
    private long permits;
    private LimitDecision last;
    private long decidedAt;
    private DateTimeOffset? circuitSince;
    private long calls;
    private long retries;
    private long rateLimited;

    /// <summary>The configured limits.</summary>
    public LimitRules Rules { get; set; } = rules;

    public RetryBudget Budget { get; } = new(clock);

    /// <summary>Waits for leave to send one call.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; nothing is held.</exception>
    public Task<LimitPermit> EnterAsync(long tokens, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled<LimitPermit>(cancel);
        var waiter = new Waiter(tokens);
        bool alone;
        LinkedListNode<Waiter> node;
        lock (gate)
        {
            node = queue.AddLast(waiter);
            alone = queue.Count == 1;
        }
        if (alone) Pump();
        return waiter.Task.IsCompleted ? waiter.Task : WaitAsync(node, cancel);
    }

    /// <summary>Gives leave back, with what came of the call.</summary>
    public void Leave(LimitPermit permit, LimitOutcome outcome, TimeSpan? retryAfter)
    {
        bool helps;
        lock (gate)
        {
            held.Remove(permit.Number);
            helps = queue.Count > 0 && (pumping || last.Reason is LimitReason.Concurrency or LimitReason.Circuit);
        }
        _ = limits.ReleaseAsync(name, Rules, permit, outcome, retryAfter);
        if (helps) Pump();
    }

    /// <summary>Notes a call that was sent.</summary>
    public void Count(LimitOutcome outcome, bool retry)
    {
        Interlocked.Increment(ref calls);
        if (retry) Interlocked.Increment(ref retries);
        if (outcome == LimitOutcome.Throttled) Interlocked.Increment(ref rateLimited);
    }

    /// <summary>Asks again now, because the limits have changed.</summary>
    public void Wake() => Pump();

    public LaneStatus Status()
    {
        lock (gate)
        {
            var waits = queue.Count > 0 ? last : default;
            var left = waits.Wait - clock.GetElapsedTime(decidedAt);
            return new LaneStatus
            {
                Waiting = queue.Count,
                Reason = waits.Reason,
                Wait = waits.Reason is LimitReason.None or LimitReason.Concurrency || left <= TimeSpan.Zero ? null : left,
                CircuitSince = waits.CircuitSince,
                CircuitCause = waits.CircuitCause,
                Calls = Interlocked.Read(ref calls),
                Retries = Interlocked.Read(ref retries),
                RateLimited = Interlocked.Read(ref rateLimited),
            };
        }
    }

    public void Dispose()
    {
        ticker?.Dispose();
        heart?.Dispose();
    }

    private async Task<LimitPermit> WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancel)
    {
        await using var giveUp = cancel.UnsafeRegister(_ => Withdraw(node, cancel), null);
        return await node.Value.Task;
    }

    private void Withdraw(LinkedListNode<Waiter> node, CancellationToken cancel)
    {
        lock (gate)
        {
            // Whoever is no longer in the queue has its permit.
            if (node.List is null) return;
            queue.Remove(node);
        }
        node.Value.TrySetCanceled(cancel);
    }

    private void Pump()
    {
        lock (gate)
        {
            again = pumping;
            if (pumping) return;
            pumping = true;
        }
        _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        while (Head() is { } head)
        {
            LimitDecision decision;
            try
            {
                decision = await limits.AcquireAsync(name, Rules, head.FirstPermit, head.Tokens);
            }
            catch (Exception e) when (Fail(e))
            {
                return;
            }
            if (!HandOut(head.FirstPermit, decision, head.Tokens.Length)) return;
        }
    }

    private (long FirstPermit, long[] Tokens)? Head()
    {
        lock (gate)
        {
            again = false;
            if (queue.Count == 0)
            {
                pumping = false;
                return null;
            }
            var tokens = new long[Math.Min(MostAtOnce, queue.Count)];
            var node = queue.First;
            for (var i = 0; i < tokens.Length; i++, node = node!.Next) tokens[i] = node!.Value.Tokens;
            permits += tokens.Length;
            return (permits - tokens.Length, tokens);
        }
    }

    // True when there is more to ask for now.
    private bool HandOut(long firstPermit, in LimitDecision decision, int asked)
    {
        lock (gate)
        {
            (last, decidedAt) = (decision, clock.GetTimestamp());
            for (var i = 0; i < decision.Granted; i++)
            {
                var permit = new LimitPermit(firstPermit + i, decision.TakenAt);
                if (queue.First is { } first)
                {
                    queue.RemoveFirst();
                    held.Add(permit.Number);
                    first.Value.TrySetResult(permit);
                }
                else
                {
                    // It has given up meanwhile.
                    _ = limits.ReleaseAsync(name, Rules, permit, LimitOutcome.Abandoned, null);
                }
            }
            if (held.Count > 0 && !beating) Beat(true);
            if (decision.CircuitSince is { } since && since != circuitSince) Log.CircuitOpen(logger, name, (circuitSince = since).Value, decision.CircuitCause);
            // Refused credentials do not come right by waiting, where an outage may: whoever waits hears of it now.
            if (decision is { CircuitSince: not null, CircuitCause: LimitOutcome.Denied } && decision.Granted < asked) TurnAway();
            if (decision.Granted == asked || again) return true;
            pumping = false;
            ticker ??= clock.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            ticker.Change(decision.Wait < LongestWait ? decision.Wait : LongestWait, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void TurnAway()
    {
        foreach (var waiter in queue)
            waiter.TrySetException(new ProviderException(FailureReason.Authentication, $"The credentials of {name} were just refused, so this call was not sent. Check the deployment's api_key."));
        queue.Clear();
    }

    // A defect must not leave the calls waiting for ever.
    private bool Fail(Exception cause)
    {
        lock (gate)
        {
            pumping = false;
            foreach (var waiter in queue) waiter.TrySetException(cause);
            queue.Clear();
        }
        return true;
    }

    private void Beat(bool on)
    {
        beating = on;
        heart ??= clock.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        heart.Change(on ? LimitPolicy.RenewEvery : Timeout.InfiniteTimeSpan, on ? LimitPolicy.RenewEvery : Timeout.InfiniteTimeSpan);
    }

    private void Renew()
    {
        lock (gate)
        {
            // Asked for under the lock, so that a permit given back meanwhile is not taken again.
            if (held.Count > 0) _ = limits.RenewAsync(name, [.. held]);
            else Beat(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Too many calls to {Deployment} failed in a row, the last: {Cause}; the circuit is open since {Since:O} and nothing is sent but a probe now and then.", EventName = "CircuitOpen")]
        internal static partial void CircuitOpen(ILogger logger, string deployment, DateTimeOffset since, LimitOutcome cause);
    }
}
