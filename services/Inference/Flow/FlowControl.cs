using System.Collections.Concurrent;
using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Limits;

namespace MedHelm.Inference.Flow;

/// <summary>
/// The one owner of retries, time limits and pace. The pace of a deployment is shared by all replicas; see
/// <see cref="ISharedLimits"/>. Deployments that are not called over a network have none.
/// </summary>
internal sealed class FlowControl(
    [FromKeyedServices(InferenceModule.Service)] ISharedLimits limits, TimeProvider clock, ILogger<FlowControl> logger) : IDisposable
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly Random jitter = new((int)clock.GetUtcNow().Ticks);

    /// <summary>Runs attempts of one completion at the deployment's pace until one answers or there is no hope.</summary>
    /// <param name="deployment">Its limits, retries and deadline hold.</param>
    /// <param name="likelyTokens">Tokens that one attempt is likely to use: what it is told, by size, and its output limit.</param>
    /// <param name="attempt">
    /// Makes one provider call. Gets its number, from 1, and a token that ends with the attempt's time limit. Throws
    /// <see cref="ProviderException"/> when there is no answer; any other exception ends the flow and passes through.
    /// </param>
    /// <param name="cancel">Ends waiting. An attempt under way goes on, because it is paid.</param>
    /// <exception cref="ProviderException">There is no hope; attempts and the time since the beginning are set.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FlowResult> RunAsync(
        DeploymentDefinition deployment, long likelyTokens, Func<int, CancellationToken, Task<ProviderReply>> attempt, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        if (deployment.Kind != DeploymentKind.Model) return await StraightAsync(attempt, began, cancel);
        var lane = LaneOf(deployment);
        using var deadline = new CancellationTokenSource(deployment.Deadline, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        for (var number = 1; ; number++)
        {
            var permit = await WaitAsync(EnterAsync(lane, deployment.Id, likelyTokens, waiting.Token), number - 1);
            var (result, failure) = await AttemptAsync(lane, permit, deployment, number, attempt, deadline.Token);
            if (result is not null) return result;
            if (deadline.IsCancellationRequested) throw Expired(number);
            if (!failure!.Passing || number > deployment.Retries) throw Hopeless(failure, failure.Reason, failure.Message, number);
            await WaitAsync(BackOffAsync(lane, number, failure, waiting.Token), number);
        }

        async Task<T> WaitAsync<T>(Task<T> wait, int attempts)
        {
            try
            {
                return await wait;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested && deadline.IsCancellationRequested)
            {
                throw Expired(attempts);
            }
            catch (ProviderException e)
            {
                throw Hopeless(e, e.Reason, e.Message, attempts);
            }
        }

        ProviderException Expired(int attempts)
        {
            var status = lane.Status();
            var limit = string.Create(CultureInfo.InvariantCulture, $"the deadline of {deployment.Deadline.TotalSeconds:0.#} s (deadline_seconds)");
            return status.CircuitSince is { } since
                ? Hopeless(null, FailureReason.ProviderError, string.Create(CultureInfo.InvariantCulture, $"The circuit of {deployment.Id} is open since {since:yyyy-MM-dd HH:mm:ss}Z, because too many calls failed in a row, the last: {CauseOf(status.CircuitCause)}. It stayed so until {limit}."), attempts)
                : Hopeless(null, FailureReason.Timeout, $"No answer within {limit}, {attempts} attempts{(status.Reason == LimitReason.None ? "" : $", calls wait for: {NameOf(status.Reason)}")}.", attempts);
        }

        ProviderException Hopeless(ProviderException? last, FailureReason reason, string message, int attempts) => new(reason, message, last?.Passing ?? false)
        {
            MaybeBilled = last?.MaybeBilled ?? false,
            RetryAfter = last?.RetryAfter,
            Usage = last?.Usage ?? new Usage(),
            Attempts = attempts,
            Latency = clock.GetElapsedTime(began),
        };
    }

    /// <summary>What this replica does with a deployment, and the state that all replicas share.</summary>
    public async Task<(LaneStatus Lane, LimitState Shared)> ReadAsync(DeploymentDefinition deployment, CancellationToken cancel) =>
        (LaneOf(deployment).Status(), await limits.ReadAsync(deployment.Id, RulesOf(deployment), cancel));

    /// <summary>Puts limits in the place of the configured ones, on every replica; null goes back to these.</summary>
    /// <exception cref="InvalidOperationException">The shared state cannot be reached; nothing has changed.</exception>
    public async Task TuneAsync(DeploymentDefinition deployment, LimitRules? rules, string reason, CancellationToken cancel)
    {
        await limits.TuneAsync(deployment.Id, rules, reason, cancel);
        LaneOf(deployment).Wake();
    }

    public static LimitRules RulesOf(DeploymentDefinition deployment) =>
        new(deployment.MaxInFlight, deployment.RequestsPerMinute ?? 0, deployment.TokensPerMinute ?? 0);

    /// <summary>A reason as people read it.</summary>
    public static string NameOf(LimitReason reason) => reason switch
    {
        LimitReason.Concurrency => "concurrency",
        LimitReason.Requests => "requests per minute",
        LimitReason.Tokens => "tokens per minute",
        LimitReason.RetryAfter => "retry-after",
        LimitReason.BackOff => "back-off",
        LimitReason.Circuit => "circuit",
        _ => "",
    };

    public void Dispose()
    {
        foreach (var lane in lanes.Values) lane.Dispose();
    }

    private static string CauseOf(LimitOutcome outcome) => outcome switch
    {
        LimitOutcome.TimedOut => "no answer in time",
        LimitOutcome.Denied => "the credentials were refused, check the deployment's api_key",
        _ => "the provider failed",
    };

    private static LimitOutcome OutcomeOf(FailureReason reason) => reason switch
    {
        FailureReason.RateLimit => LimitOutcome.Throttled,
        FailureReason.Timeout => LimitOutcome.TimedOut,
        FailureReason.ProviderError => LimitOutcome.Failed,
        FailureReason.Authentication => LimitOutcome.Denied,
        FailureReason.ContentFilter or FailureReason.Empty or FailureReason.InvalidRequest or FailureReason.Refusal or FailureReason.Length => LimitOutcome.Answered,
        _ => LimitOutcome.Abandoned,
    };

    private async Task<FlowResult> StraightAsync(Func<int, CancellationToken, Task<ProviderReply>> attempt, long began, CancellationToken cancel)
    {
        try
        {
            var reply = await attempt(1, cancel);
            return new FlowResult(reply, 1, clock.GetElapsedTime(began));
        }
        catch (ProviderException e)
        {
            throw new ProviderException(e.Reason, e.Message, e.Passing) { MaybeBilled = e.MaybeBilled, RetryAfter = e.RetryAfter, Usage = e.Usage, Attempts = 1, Latency = clock.GetElapsedTime(began) };
        }
    }

    private Lane LaneOf(DeploymentDefinition deployment)
    {
        var rules = RulesOf(deployment);
        var lane = lanes.GetOrAdd(deployment.Id, static (id, made) => new Lane(id, made.rules, made.limits, made.clock, made.logger), (rules, limits, clock, logger));
        if (lane.Rules != rules) lane.Rules = rules;
        return lane;
    }

    private async Task<LimitPermit> EnterAsync(Lane lane, string deployment, long tokens, CancellationToken waiting)
    {
        var asked = clock.GetTimestamp();
        var permit = await lane.EnterAsync(tokens, waiting);
        FlowMetrics.Waited(deployment, clock.GetElapsedTime(asked));
        if (!waiting.IsCancellationRequested) return permit;
        lane.Leave(permit, LimitOutcome.Abandoned, null);
        throw new OperationCanceledException(waiting);
    }

    private async Task<(FlowResult? Result, ProviderException? Failure)> AttemptAsync(
        Lane lane, LimitPermit permit, DeploymentDefinition deployment, int number, Func<int, CancellationToken, Task<ProviderReply>> attempt, CancellationToken deadline)
    {
        var (outcome, retryAfter) = (LimitOutcome.Abandoned, (TimeSpan?)null);
        using var timeLimit = new CancellationTokenSource(deployment.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, deadline);
        var began = clock.GetTimestamp();
        lane.Budget.Called();
        try
        {
            var reply = await attempt(number, limit.Token);
            outcome = LimitOutcome.Succeeded;
            return (new FlowResult(reply, number, clock.GetElapsedTime(began)), null);
        }
        catch (ProviderException e)
        {
            (outcome, retryAfter) = (OutcomeOf(e.Reason), e.RetryAfter);
            return (null, e);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            outcome = LimitOutcome.TimedOut;
            return (null, new ProviderException(FailureReason.Timeout, string.Create(CultureInfo.InvariantCulture, $"No answer within {deployment.Timeout.TotalSeconds:0.#} s, {number} times."), passing: true) { MaybeBilled = true });
        }
        finally
        {
            lane.Count(outcome, number > 1);
            FlowMetrics.Called(deployment.Id, outcome, number > 1);
            lane.Leave(permit, outcome, retryAfter);
        }
    }

    // Where the provider says "too many" and for how long, the lane is closed for everybody and the retry waits there.
    private async Task<bool> BackOffAsync(Lane lane, int number, ProviderException failure, CancellationToken waiting)
    {
        double spread;
        lock (jitter) spread = 1 + jitter.NextDouble() / 2;
        var own = failure is { Reason: FailureReason.RateLimit, RetryAfter: not null } ? TimeSpan.Zero : FirstBackOff * Math.Pow(2, number - 1) * spread;
        if (own > LimitPolicy.LongestPause) own = LimitPolicy.LongestPause;
        var budget = lane.Budget.Take();
        await Task.Delay(own > budget ? own : budget, clock, waiting);
        return true;
    }
}
