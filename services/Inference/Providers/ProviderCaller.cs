using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace MedHelm.Inference.Providers;

/// <summary>
/// The one owner of retries, time limits and the number of calls in flight to a deployment. Whatever a provider does, the
/// result is an answer or a <see cref="ProviderException"/>: a failing item must not take its batch along.
/// </summary>
internal sealed partial class ProviderCaller(IEnumerable<IProvider> providers, TimeProvider clock, ILogger<ProviderCaller> logger)
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
        await slots.WaitAsync(cancel);
        var attempts = 0;
        var used = new Usage();
        var latency = TimeSpan.Zero;
        try
        {
            var reply = await pipeline.ExecuteAsync(async token =>
            {
                attempts++;
                var started = clock.GetTimestamp();
                var answer = await AttemptAsync(request, used, token);
                latency = clock.GetElapsedTime(started);
                return answer;
            }, cancel);
            Add(used, reply.Usage);
            return new CallResult(reply.Completion, used, attempts, latency);
        }
        catch (ProviderException e)
        {
            throw new ProviderException(e.Reason, e.Message) { Usage = used, Attempts = attempts };
        }
        catch (TimeoutRejectedException)
        {
            throw new ProviderException(FailureReason.Timeout, $"No answer within {request.Deployment.Timeout.TotalSeconds:0.#} s, {attempts} times.") { Usage = used, Attempts = attempts };
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<ProviderReply> AttemptAsync(ProviderRequest request, Usage used, CancellationToken cancel)
    {
        try
        {
            return await ProviderOf(request).CompleteAsync(request, null, cancel);
        }
        catch (ProviderException e)
        {
            Add(used, e.Usage);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Unforeseen(logger, request.Deployment.Id, e.GetType().Name);
            throw new ProviderException(FailureReason.ProviderError, $"The reply or the deployment's configuration could not be handled ({e.GetType().Name}).");
        }
    }

    private static void Add(Usage sum, Usage part)
    {
        sum.InputTokens += part.InputTokens;
        sum.CachedInputTokens += part.CachedInputTokens;
        sum.OutputTokens += part.OutputTokens;
        sum.ReasoningTokens += part.ReasoningTokens;
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

    /// <param name="Completion">The answer.</param>
    /// <param name="Usage">Tokens of all attempts.</param>
    /// <param name="Attempts">Attempts made.</param>
    /// <param name="Latency">Time of the successful attempt.</param>
    internal sealed record CallResult(Completion Completion, Usage Usage, int Attempts, TimeSpan Latency);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Deployment} ended in {Cause}; the item is recorded as failed.", EventName = "ProviderUnforeseen")]
        internal static partial void Unforeseen(ILogger logger, string deployment, string cause);
    }
}
