using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>A run's item that waits for a batch, or is in one. Holds no text: the prompt stays with its keeper.</summary>
internal sealed record QueuedItem
{
    public required string ItemKey { get; init; }

    public required string RequestDigest { get; init; }

    public required string Deployment { get; init; }

    /// <summary>The request with this one item.</summary>
    public required CompletionsRequested Message { get; init; }

    /// <summary>After this time it is asked live.</summary>
    public required DateTimeOffset Deadline { get; init; }
}
