using System.Collections.Concurrent;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Lets one caller at a time ask the same question in this process; the claim in the books does the same over all replicas.
/// The others wait and take its answer. A call that has begun goes on when every caller gives up, because it is paid; one that
/// has not is not made.
/// </summary>
internal sealed class SingleFlight(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<string, Flight> flights = new(StringComparer.Ordinal);

    /// <summary>The answer of whoever asks.</summary>
    /// <param name="digest">Names the question.</param>
    /// <param name="ask">
    /// Must store the answer before it returns. Its first token ends when nobody wants the answer any more, and ends waiting; the
    /// second ends with the process, and ends the call too.
    /// </param>
    /// <param name="cancel">Ends the waiting of this caller.</param>
    public async Task<(ArchivedCompletion Completion, ServedFrom From)> RunAsync(
        string digest, Func<CancellationToken, CancellationToken, Task<(ArchivedCompletion, ServedFrom)>> ask, CancellationToken cancel)
    {
        while (true)
        {
            var mine = new Flight(this, digest, ask, lifetime.ApplicationStopping);
            var flight = flights.GetOrAdd(digest, mine);
            flight.Join();
            try
            {
                var (completion, from) = await flight.Answer.WaitAsync(cancel);
                return (completion, flight == mine ? from : ServedFrom.Coalesced);
            }
            catch (BudgetRefusedException) when (flight != mine)
            {
                // The other one's budget says nothing about this one's.
            }
            catch (OperationCanceledException) when (flight.WasLeft && !cancel.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // It was given up a moment before this caller came.
            }
            finally
            {
                flight.Leave();
            }
        }
    }

    private sealed class Flight : IDisposable
    {
        private readonly Lock gate = new();
        private readonly CancellationTokenSource unwanted = new();
        private readonly Lazy<Task<(ArchivedCompletion, ServedFrom)>> answer;
        private int waiting;
        private bool ended;

        public Flight(SingleFlight owner, string digest, Func<CancellationToken, CancellationToken, Task<(ArchivedCompletion, ServedFrom)>> ask, CancellationToken stopping) =>
            answer = new(() => AskAsync(owner, digest, ask, stopping));

        public Task<(ArchivedCompletion, ServedFrom)> Answer => answer.Value;

        public bool WasLeft { get; private set; }

        public void Join()
        {
            lock (gate) waiting++;
        }

        public void Leave()
        {
            lock (gate)
            {
                if (--waiting > 0 || ended) return;
                WasLeft = true;
                unwanted.Cancel();
            }
        }

        public void Dispose()
        {
            lock (gate)
            {
                ended = true;
                unwanted.Dispose();
            }
        }

        private async Task<(ArchivedCompletion, ServedFrom)> AskAsync(
            SingleFlight owner, string digest, Func<CancellationToken, CancellationToken, Task<(ArchivedCompletion, ServedFrom)>> ask, CancellationToken stopping)
        {
            try
            {
                return await ask(unwanted.Token, stopping);
            }
            finally
            {
                owner.flights.TryRemove(KeyValuePair.Create(digest, this));
                Dispose();
            }
        }
    }
}
