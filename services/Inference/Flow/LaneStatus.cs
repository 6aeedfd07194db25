using MedHelm.ServiceDefaults.Limits;

namespace MedHelm.Inference.Flow;

/// <summary>What a lane of this replica does now and has done since it started.</summary>
internal sealed record LaneStatus
{
    /// <summary>Calls that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Why they wait.</summary>
    public LimitReason Reason { get; init; }

    /// <summary>How much longer, as far as known.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Since when the circuit is open, where that is the reason.</summary>
    public DateTimeOffset? CircuitSince { get; init; }

    /// <summary>What opened it.</summary>
    public LimitOutcome CircuitCause { get; init; }

    /// <summary>Calls sent, retries included.</summary>
    public long Calls { get; init; }

    /// <summary>Of these, retries.</summary>
    public long Retries { get; init; }

    /// <summary>Answers of "too many requests".</summary>
    public long RateLimited { get; init; }
}
