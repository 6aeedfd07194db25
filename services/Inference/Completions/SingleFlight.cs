using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Lets one caller at a time ask the same question in this process; the claim in the books does the same over all replicas.
/// The others wait and take its answer. Once begun, asking goes on when the caller gives up: it will be paid.
/// </summary>
internal sealed class SingleFlight(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(ArchivedCompletion, ServedFrom)>>> flights = new(StringComparer.Ordinal);

    /// <summary>The answer of whoever asks.</summary>
    /// <param name="digest">Names the question.</param>
    /// <param name="ask">Must store the answer before it returns; its token ends only with the process.</param>
    /// <param name="cancel">Ends the waiting of this caller.</param>
    public async Task<(ArchivedCompletion Completion, ServedFrom From)> RunAsync(
        string digest, Func<CancellationToken, Task<(ArchivedCompletion, ServedFrom)>> ask, CancellationToken cancel)
    {
        var mine = new Lazy<Task<(ArchivedCompletion, ServedFrom)>>(() => ask(lifetime.ApplicationStopping));
        while (true)
        {
            var flight = flights.GetOrAdd(digest, mine);
            if (flight == mine)
            {
                _ = mine.Value.ContinueWith(_ => flights.TryRemove(KeyValuePair.Create(digest, mine)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return await mine.Value.WaitAsync(cancel);
            }
            try
            {
                return ((await flight.Value.WaitAsync(cancel)).Item1, ServedFrom.Coalesced);
            }
            catch (BudgetRefusedException)
            {
                // The other one's budget says nothing about this one's.
            }
        }
    }
}
