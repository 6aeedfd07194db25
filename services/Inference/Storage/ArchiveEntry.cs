using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>What one item led to: an answer for the archive or a recorded failure, and the ledger line where a provider was called.</summary>
internal sealed record ArchiveEntry
{
    public required string ItemKey { get; init; }

    public required string Run { get; init; }

    public required string Deployment { get; init; }

    public required Purpose Purpose { get; init; }

    public ArchivedCompletion? Completion { get; init; }

    public CompletionOutcome? Failure { get; init; }

    /// <summary>True when the provider gave something that counts as a call: an answer, or a failure with tokens used.</summary>
    public required bool Called { get; init; }

    public Usage Usage { get; init; } = new();

    public long CostNanoUsd { get; init; }

    public required DateTimeOffset CalledAt { get; init; }
}
