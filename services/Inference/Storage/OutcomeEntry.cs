using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>Stores what one item led to, and ends its claim.</summary>
internal sealed record OutcomeEntry : BookEntry
{
    /// <summary>The claim that ends; null where none was needed.</summary>
    public string? Holder { get; init; }

    public required string ItemKey { get; init; }

    /// <summary>The answer for the archive.</summary>
    public StoredCompletion? Answer { get; init; }

    /// <summary>The failure that stays with the item.</summary>
    public CompletionOutcome? Failure { get; init; }

    /// <summary>See <see cref="Claim.HonoursKeys"/>.</summary>
    public bool HonoursKeys { get; init; }
}
