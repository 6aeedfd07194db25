using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>One provider call in the books.</summary>
internal sealed record LedgerRow
{
    /// <summary>Names the call, so that booking it again changes nothing.</summary>
    public required string CallKey { get; init; }

    public required string RequestDigest { get; init; }

    /// <summary>Empty for direct calls.</summary>
    public required string Run { get; init; }

    public required string Project { get; init; }

    /// <summary>The month it is counted in.</summary>
    public required string Month { get; init; }

    public required string Deployment { get; init; }

    public required Purpose Purpose { get; init; }

    public required string PriceVersion { get; init; }

    public required PriceClass PriceClass { get; init; }

    public Usage Usage { get; init; } = new();

    public long CostNanoUsd { get; init; }

    /// <summary>Unspecified for an answer, else why there was none.</summary>
    public FailureReason Outcome { get; init; }

    /// <summary>True when the provider bills it, be it at a price of 0.</summary>
    public required bool Billed { get; init; }

    /// <summary>True when nobody saw the end of the call and its worst case is booked.</summary>
    public bool Presumed { get; init; }

    public double LatencyMs { get; init; }

    public required DateTimeOffset CalledAt { get; init; }
}
