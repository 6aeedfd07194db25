using System.Collections.Concurrent;

namespace MedHelm.Testing.Fakes;

/// <summary>What the fake provider was asked, answered and would have charged for. Thread-safe.</summary>
public sealed class CallLedger
{
    private readonly ConcurrentDictionary<string, int> callsByPrompt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> callsByRequest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> billsByRequest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> repliesByKey = new(StringComparer.Ordinal);
    private long calls;
    private long delivered;
    private long billed;
    private long invoice;
    private long faults;
    private long inFlight;
    private long peakInFlight;

    /// <summary>Requests received.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <summary>Responses fully written, faults with a status included.</summary>
    public long Delivered => Interlocked.Read(ref delivered);

    /// <summary>Replies made, each Idempotency-Key counted once: what a bill would list.</summary>
    public long BilledPrompts => Interlocked.Read(ref billed);

    /// <summary>Bills for a request whose very body was billed before: money spent twice.</summary>
    public long RepeatedBills => billsByRequest.Values.Sum(bills => bills - 1L);

    /// <summary>What all bills come to, in billionths of a US dollar.</summary>
    public long InvoiceNanoUsd => Interlocked.Read(ref invoice);

    /// <summary>Faults injected.</summary>
    public long Faults => Interlocked.Read(ref faults);

    /// <summary>Requests at this moment.</summary>
    public long InFlight => Interlocked.Read(ref inFlight);

    /// <summary>Most requests at one time.</summary>
    public long PeakInFlight => Interlocked.Read(ref peakInFlight);

    /// <summary>Requests received by lower-case hex SHA-256 of the last user message.</summary>
    public IReadOnlyDictionary<string, int> CallsByPrompt => callsByPrompt;

    /// <summary>Requests received by lower-case hex SHA-256 of the whole body: repeats of one question to one model.</summary>
    public IReadOnlyDictionary<string, int> CallsByRequest => callsByRequest;

    /// <summary>Forgets everything, recorded replies included.</summary>
    public void Reset()
    {
        callsByPrompt.Clear();
        callsByRequest.Clear();
        billsByRequest.Clear();
        repliesByKey.Clear();
        Interlocked.Exchange(ref calls, 0);
        Interlocked.Exchange(ref delivered, 0);
        Interlocked.Exchange(ref billed, 0);
        Interlocked.Exchange(ref invoice, 0);
        Interlocked.Exchange(ref faults, 0);
        Interlocked.Exchange(ref peakInFlight, 0);
    }

    /// <summary>The numbers at this moment.</summary>
    public CallStats Stats() => new(
        Calls, Delivered, BilledPrompts, RepeatedBills, Faults, callsByPrompt.Count, InFlight, PeakInFlight);

    internal void Enter(ChatRequest request)
    {
        Interlocked.Increment(ref calls);
        callsByPrompt.AddOrUpdate(request.PromptSha256, 1, static (_, count) => count + 1);
        callsByRequest.AddOrUpdate(request.BodySha256, 1, static (_, count) => count + 1);
        var now = Interlocked.Increment(ref inFlight);
        for (var peak = PeakInFlight; now > peak; peak = PeakInFlight)
        {
            if (Interlocked.CompareExchange(ref peakInFlight, now, peak) == peak) break;
        }
    }

    internal void Leave() => Interlocked.Decrement(ref inFlight);

    internal void CountDelivered() => Interlocked.Increment(ref delivered);

    internal void CountFault() => Interlocked.Increment(ref faults);

    /// <summary>The recorded reply of a repeated Idempotency-Key where keys are honoured, or a new one with its bill.</summary>
    internal byte[] ReplyOnce(ChatRequest request, bool honoursKeys, Func<(byte[] Body, long NanoUsd)> reply) =>
        honoursKeys && request.IdempotencyKey is { } key
            ? repliesByKey.GetOrAdd(key, _ => new(() => Bill(request, reply))).Value
            : Bill(request, reply);

    private byte[] Bill(ChatRequest request, Func<(byte[] Body, long NanoUsd)> reply)
    {
        var (body, cost) = reply();
        Interlocked.Increment(ref billed);
        Interlocked.Add(ref invoice, cost);
        billsByRequest.AddOrUpdate(request.BodySha256, 1, static (_, count) => count + 1);
        return body;
    }
}
