using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Lets one caller at a time ask a provider the same question, in this process and over all replicas. The others wait and
/// take its answer; when it fails, or dies, the next one tries. Once begun, asking goes on when the caller gives up: it will be paid.
/// </summary>
internal sealed partial class SingleFlight(
    [FromKeyedServices(InferenceModule.Service)] ISharedCache cache, CompletionLookup lookup, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SingleFlight> logger)
{
    // Longer than a pause of the process; what a killed replica was asking waits this long for the next to ask.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleTime = 3 * RenewEvery;
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);

    private const string SettledMark = "flights-settled";

    private readonly ConcurrentDictionary<string, Lazy<Task<(ArchivedCompletion, ServedFrom)>>> flights = new(StringComparer.Ordinal);

    /// <summary>The answer of whoever asks.</summary>
    /// <param name="digest">Names the question.</param>
    /// <param name="ask">Must store the answer before it returns; its token ends only with the process.</param>
    /// <param name="cancel">Ends the waiting of this caller.</param>
    public async Task<(ArchivedCompletion Completion, ServedFrom From)> RunAsync(string digest, Func<CancellationToken, Task<ArchivedCompletion>> ask, CancellationToken cancel)
    {
        var mine = new Lazy<Task<(ArchivedCompletion, ServedFrom)>>(() => LeadAsync(digest, ask, lifetime.ApplicationStopping));
        var flight = flights.GetOrAdd(digest, mine);
        if (flight != mine) return ((await flight.Value.WaitAsync(cancel)).Item1, ServedFrom.Cache);
        _ = mine.Value.ContinueWith(_ => flights.TryRemove(KeyValuePair.Create(digest, mine)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await mine.Value.WaitAsync(cancel);
    }

    private async Task<(ArchivedCompletion, ServedFrom)> LeadAsync(string digest, Func<CancellationToken, Task<ArchivedCompletion>> ask, CancellationToken stopping)
    {
        var poll = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            await using var lease = await cache.TryLeaseAsync(Key(digest), LeaseTime, stopping);
            if (lease is not null)
            {
                // Another replica may have answered between the first look-up and now; a flushed cache must not hide it.
                if ((await lookup.FindAsync([digest], stopping)).TryGetValue(digest, out var answered)) return (answered.Completion, answered.From);
                if (await IsSettledAsync(stopping)) return (await HoldingAsync(digest, lease, ask(stopping)), ServedFrom.Provider);
                await lease.DisposeAsync();
                await SettleAsync(stopping);
                continue;
            }
            if (await lookup.FindCachedAsync(digest, stopping) is { } cached) return (cached, ServedFrom.Cache);
            await Task.Delay(poll, clock, stopping);
            poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
        }
    }

    // A cache without this mark has lost its memory, and with it the leases of calls under way. Their holders take them anew
    // within a tick; until then a free lease means nothing.
    private async Task<bool> IsSettledAsync(CancellationToken stopping) =>
        !cache.MayForget || (await cache.GetManyAsync([SettledMark], stopping))[0] is not null;

    private async Task SettleAsync(CancellationToken stopping)
    {
        await Task.Delay(SettleTime, clock, stopping);
        await cache.SetManyAsync([KeyValuePair.Create(SettledMark, new byte[] { 1 })], TimeSpan.FromDays(3650), stopping);
    }

    private async Task<ArchivedCompletion> HoldingAsync(string digest, ILease lease, Task<ArchivedCompletion> asking)
    {
        using var timer = new PeriodicTimer(RenewEvery, clock);
        ILease? retaken = null;
        while (!asking.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(asking, tick) == tick) retaken = await RenewAsync(digest, retaken ?? lease) ?? retaken;
        }
        if (retaken is not null) await retaken.DisposeAsync();
        return await asking;
    }

    // The call under way goes on whatever happens to the lease: it is paid for. A lease lost with the cache is taken anew.
    private async Task<ILease?> RenewAsync(string digest, ILease lease)
    {
        try
        {
            return await lease.RenewAsync(CancellationToken.None) ? null : await cache.TryLeaseAsync(Key(digest), LeaseTime, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever keeps the cache from answering, the next tick tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotRenewed(logger, e.GetType().Name);
            return null;
        }
    }

    private static string Key(string digest) => "flight:" + digest;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A lease could not be renewed ({Cause}); trying again.", EventName = "LeaseNotRenewed")]
        internal static partial void NotRenewed(ILogger logger, string cause);
    }
}
