using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Lets one caller at a time ask a provider the same question, in this process and over all replicas. The others wait and
/// take its answer; when it fails, or dies, the next one tries.
/// </summary>
internal sealed class SingleFlight(
    [FromKeyedServices(InferenceModule.Service)] ISharedCache cache, CompletionLookup lookup, TimeProvider clock)
{
    // Longer than a pause of the process; what a killed replica was asking waits this long for the next to ask.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Lazy<Task<(ArchivedCompletion, ServedFrom)>>> flights = new(StringComparer.Ordinal);

    /// <summary>The answer of whoever asks; <paramref name="ask"/> must store it before it returns.</summary>
    public async Task<(ArchivedCompletion Completion, ServedFrom From)> RunAsync(string digest, Func<Task<ArchivedCompletion>> ask, CancellationToken cancel)
    {
        var mine = new Lazy<Task<(ArchivedCompletion, ServedFrom)>>(() => LeadAsync(digest, ask, cancel));
        var flight = flights.GetOrAdd(digest, mine);
        if (flight != mine)
        {
            try
            {
                var (completion, _) = await flight.Value.WaitAsync(cancel);
                return (completion, ServedFrom.Cache);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // The one who asked gave up; this caller has not.
                return await RunAsync(digest, ask, cancel);
            }
        }
        try
        {
            return await mine.Value;
        }
        finally
        {
            flights.TryRemove(KeyValuePair.Create(digest, mine));
        }
    }

    private async Task<(ArchivedCompletion, ServedFrom)> LeadAsync(string digest, Func<Task<ArchivedCompletion>> ask, CancellationToken cancel)
    {
        var poll = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            await using var lease = await cache.TryLeaseAsync("flight:" + digest, LeaseTime, cancel);
            // Another replica may have answered between the first look-up and now.
            if (await lookup.FindCachedAsync(digest, cancel) is { } answered) return (answered, ServedFrom.Cache);
            if (lease is not null) return (await HoldingAsync(lease, ask), ServedFrom.Provider);
            await Task.Delay(poll, clock, cancel);
            poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
        }
    }

    private async Task<ArchivedCompletion> HoldingAsync(ILease lease, Func<Task<ArchivedCompletion>> ask)
    {
        var asking = ask();
        using var timer = new PeriodicTimer(RenewEvery, clock);
        while (!asking.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(asking, tick) == tick) await lease.RenewAsync(CancellationToken.None);
        }
        return await asking;
    }
}
