using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace MedHelm.Inference.Providers;

/// <summary>
/// The one owner of retries, time limits and the number of calls in flight to a deployment.
/// </summary>
internal sealed class ProviderCaller(IEnumerable<IProvider> providers, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, IProvider> byName = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SemaphoreSlim Slots, ResiliencePipeline<ProviderReply> Pipeline)> lanes = new(StringComparer.Ordinal);

    public IProvider ProviderOf(ProviderRequest request) => byName[request.Deployment.Provider];

    /// <summary>Calls until there is an answer or no hope.</summary>
    /// <exception cref="ProviderException">There is no hope.</exception>
    public async Task<CallResult> CallAsync(ProviderRequest request, CancellationToken cancel)
    {
        var (slots, pipeline) = lanes.GetOrAdd(request.Deployment.Id, _ => (new SemaphoreSlim(request.Deployment.MaxInFlight), Pipeline(request)));
        var provider = ProviderOf(request);
        await slots.WaitAsync(cancel);
        try
        {
            var attempts = 0;
            var latency = TimeSpan.Zero;
            var reply = await pipeline.ExecuteAsync(async token =>
            {
                attempts++;
                var started = clock.GetTimestamp();
                var answer = await provider.CompleteAsync(request, token);
                latency = clock.GetElapsedTime(started);
                return answer;
            }, cancel);
            return new CallResult(reply, attempts, latency);
        }
        catch (TimeoutRejectedException)
        {
            throw new ProviderException(FailureReason.Timeout, $"No answer within {request.Deployment.Timeout.TotalSeconds:0.#} s, {request.Deployment.Retries + 1} times.");
        }
        finally
        {
            slots.Release();
        }
    }

    private ResiliencePipeline<ProviderReply> Pipeline(ProviderRequest request)
    {
        var builder = new ResiliencePipelineBuilder<ProviderReply> { TimeProvider = clock };
        if (request.Deployment.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ProviderReply>
            {
                MaxRetryAttempts = request.Deployment.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = LongestWait,
                ShouldHandle = new PredicateBuilder<ProviderReply>().Handle<ProviderException>(e => e.Passing).Handle<TimeoutRejectedException>(),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ProviderException { RetryAfter: { } wait } ? wait < LongestWait ? wait : LongestWait : (TimeSpan?)null),
            });
        }
        return builder.AddTimeout(request.Deployment.Timeout).Build();
    }

    internal sealed record CallResult(ProviderReply Reply, int Attempts, TimeSpan Latency);
}
