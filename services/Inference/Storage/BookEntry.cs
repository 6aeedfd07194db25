namespace MedHelm.Inference.Storage;

/// <summary>Something for the books.</summary>
internal abstract record BookEntry
{
    public required string RequestDigest { get; init; }

    /// <summary>Calls that have ended since the item's last entry.</summary>
    public IReadOnlyList<LedgerRow> Calls { get; init; } = [];
}
