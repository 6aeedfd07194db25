using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>
/// The right to ask a provider one question, with the money set aside for it. At most one holder at a time over all
/// replicas; the holder's name is the fence: whoever comes back late finds another name and changes nothing of the other's.
/// </summary>
internal sealed record Claim
{
    public required string RequestDigest { get; init; }

    /// <summary>Unique to this claim.</summary>
    public required string Holder { get; init; }

    /// <summary>The process that keeps it alive.</summary>
    public required string Owner { get; init; }

    public required string ItemKey { get; init; }

    /// <summary>Empty for direct calls.</summary>
    public required string Run { get; init; }

    public required string Project { get; init; }

    /// <summary>The month the call is counted in.</summary>
    public required string Month { get; init; }

    public required string Deployment { get; init; }

    public required Purpose Purpose { get; init; }

    public required string PriceVersion { get; init; }

    public required PriceClass PriceClass { get; init; }

    /// <summary>True when the provider bills a repeated Idempotency-Key once.</summary>
    public required bool HonoursKeys { get; init; }

    /// <summary>Worst case of the call.</summary>
    public required long ReservedNanoUsd { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }
}
