using MedHelm.ServiceDefaults.Limits;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

/// <summary>What every state of shared limits must do, whatever is behind it.</summary>
public abstract class SharedLimitsContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string name = Path.GetRandomFileName();
    private long permits;
    private LimitRules rules = new(64);

    private protected abstract ISharedLimits Limits { get; }

    [Fact]
    public async Task Calls_in_flight_begin_at_a_quarter_but_sixteen_and_double_in_a_round()
    {
        var held = await TakeAsync(100);
        Assert.Equal(16, held.Count);
        Assert.Equal(LimitReason.Concurrency, (await AskAsync(1)).Reason);
        await EndAsync(held, LimitOutcome.Succeeded);

        // Only while at least half of the limit is in use does a success raise it.
        var state = await StateAsync();
        Assert.InRange(state.Concurrency, 22, 32);
        Assert.Equal(0, state.InFlight);
    }

    [Fact]
    public async Task Too_many_lowers_the_limit_once_a_round_and_pauses_everybody()
    {
        var held = await TakeAsync(16);
        await LetPassAsync(TimeSpan.FromMilliseconds(10));
        await EndAsync(held, LimitOutcome.Throttled);

        var state = await StateAsync();
        Assert.Equal(12.8, state.Concurrency, 6);
        Assert.Equal(LimitReason.BackOff, state.PauseReason);
        Assert.Equal(LimitReason.BackOff, (await AskAsync(1)).Reason);
        await LetPassAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(12, (await TakeAsync(20)).Count);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(900, 60)]
    public async Task Retry_after_pauses_for_a_minute_at_most(int asked, int waited)
    {
        await EndAsync(await TakeAsync(1), LimitOutcome.Throttled, TimeSpan.FromSeconds(asked));

        var refused = await AskAsync(1);
        Assert.Equal(LimitReason.RetryAfter, refused.Reason);
        Assert.InRange(refused.Wait.TotalSeconds, waited - 0.9, waited);
        await LetPassAsync(TimeSpan.FromSeconds(waited));
        Assert.Equal(1, (await AskAsync(1)).Granted);
    }

    [Fact]
    public async Task Requests_come_back_at_their_pace()
    {
        rules = new LimitRules(64, RequestsPerMinute: 60);
        Assert.Single(await TakeAsync(5));
        var refused = await AskAsync(1);
        Assert.Equal(LimitReason.Requests, refused.Reason);
        await LetPassAsync(refused.Wait);
        Assert.Equal(1, (await AskAsync(1)).Granted);
    }

    [Fact]
    public async Task A_call_with_many_tokens_runs_into_debt_that_the_next_one_waits_for()
    {
        rules = new LimitRules(64, TokensPerMinute: 6000);
        Assert.Equal(1, (await AskAsync(1, 3000)).Granted);
        var refused = await AskAsync(1, 1);
        Assert.Equal(LimitReason.Tokens, refused.Reason);
        Assert.InRange(refused.Wait.TotalSeconds, 28, 31);
        await LetPassAsync(refused.Wait);
        Assert.Equal(1, (await AskAsync(1, 1)).Granted);
    }

    [Fact]
    public async Task Permits_that_nobody_renews_come_back_and_renewed_ones_stay()
    {
        rules = new LimitRules(2);
        var held = await TakeAsync(2);
        await LetPassAsync(TimeSpan.FromSeconds(10));
        await Limits.RenewAsync(name, [held[0].Number]);
        await LetPassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, (await StateAsync()).InFlight);
        Assert.Single(await TakeAsync(2));
    }

    [Fact]
    public async Task A_renewal_brings_back_permits_that_were_forgotten()
    {
        await Limits.RenewAsync(name, [1_000_001, 1_000_002]);

        Assert.Equal(2, (await StateAsync()).InFlight);
    }

    [Fact]
    public async Task The_circuit_opens_after_failures_probes_with_one_call_and_pauses_longer_each_time()
    {
        await EndAsync(await TakeAsync(10), LimitOutcome.Failed);
        var refused = await AskAsync(1);
        Assert.Equal((LimitReason.Circuit, LimitOutcome.Failed), (refused.Reason, refused.CircuitCause));
        Assert.NotNull(refused.CircuitSince);
        Assert.Equal(CircuitPhase.Open, (await StateAsync()).Circuit);

        foreach (var pause in new[] { 5, 10 })
        {
            await LetPassAsync(TimeSpan.FromSeconds(pause - 1));
            Assert.Equal(LimitReason.Circuit, (await AskAsync(1)).Reason);
            await LetPassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(CircuitPhase.HalfOpen, (await StateAsync()).Circuit);
            await EndAsync(Assert.Single(await TakeAsync(5)), LimitOutcome.TimedOut);
        }
        await LetPassAsync(TimeSpan.FromSeconds(20));
        await EndAsync(Assert.Single(await TakeAsync(5)), LimitOutcome.Answered);
        Assert.Equal(CircuitPhase.Closed, (await StateAsync()).Circuit);
        Assert.Equal(5, (await TakeAsync(5)).Count);
    }

    [Fact]
    public async Task Failures_of_calls_begun_before_the_last_success_open_nothing_and_refused_credentials_open_soon()
    {
        var stalled = await TakeAsync(12);
        await LetPassAsync(TimeSpan.FromMilliseconds(10));
        await EndAsync(await TakeAsync(1), LimitOutcome.Succeeded);
        await EndAsync(stalled, LimitOutcome.TimedOut);
        Assert.Equal(CircuitPhase.Closed, (await StateAsync()).Circuit);

        await EndAsync(await TakeAsync(3), LimitOutcome.Denied);
        Assert.Equal(CircuitPhase.Open, (await StateAsync()).Circuit);
    }

    [Fact]
    public async Task A_probe_that_died_makes_room_for_another()
    {
        await EndAsync(await TakeAsync(10), LimitOutcome.Failed);
        await LetPassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await AskAsync(1)).Granted);
        Assert.Equal(LimitReason.Circuit, (await AskAsync(1)).Reason);
        await LetPassAsync(LimitPolicy.PermitTime);
        Assert.Equal(1, (await AskAsync(1)).Granted);
    }

    [Fact]
    public async Task Tuned_limits_take_the_place_of_the_configured_ones_until_the_reset()
    {
        var first = (await AskAsync(1)).Tuning;
        await Limits.TuneAsync(name, new LimitRules(3, 600, 9_000_000_000), "quiet night", None);
        var state = await StateAsync();
        Assert.Equal((new LimitRules(3, 600, 9_000_000_000), "quiet night"), (state.Tuned, state.TuningReason));
        Assert.Equal(2, (await TakeAsync(9)).Count);
        Assert.True((await AskAsync(1)).Tuning > first);

        await Limits.TuneAsync(name, null, "morning", None);
        state = await StateAsync();
        Assert.Null(state.Tuned);
        Assert.Equal(rules, state.Rules);
    }

    [Fact]
    public async Task A_hundred_callers_at_once_never_hold_more_than_the_limit()
    {
        rules = new LimitRules(10);
        var granted = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => AskAsync(1))));

        Assert.Equal(10, granted.Sum(decision => decision.Granted));
    }

    /// <summary>Makes time pass for the limits under test.</summary>
    protected abstract Task LetPassAsync(TimeSpan time);

    private protected Task<LimitDecision> AskAsync(int calls, long tokens = 1) => AskAsync(Limits, calls, tokens);

    private protected async Task<LimitDecision> AskAsync(ISharedLimits limits, int calls, long tokens = 1) =>
        await limits.AcquireAsync(name, rules, Interlocked.Add(ref permits, calls) - calls + 1, [.. Enumerable.Repeat(tokens, calls)]);

    private protected Task<LimitState> StateAsync() => Limits.ReadAsync(name, rules, None);

    private async Task<List<LimitPermit>> TakeAsync(int calls)
    {
        var first = permits + 1;
        var decision = await AskAsync(calls);
        return [.. Enumerable.Range(0, decision.Granted).Select(i => new LimitPermit(first + i, decision.TakenAt))];
    }

    private async Task EndAsync(List<LimitPermit> held, LimitOutcome outcome, TimeSpan? retryAfter = null)
    {
        foreach (var permit in held) await Limits.ReleaseAsync(name, rules, permit, outcome, retryAfter);
    }

    private Task EndAsync(LimitPermit permit, LimitOutcome outcome) => EndAsync([permit], outcome);
}
