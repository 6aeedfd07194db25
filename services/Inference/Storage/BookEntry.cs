namespace MedHelm.Inference.Storage;

/// <summary>Something for the books.</summary>
internal abstract record BookEntry
{
    public required string RequestDigest { get; init; }

    /// <summary>Calls that have ended since the item's last entry.</summary>
    public IReadOnlyList<LedgerRow> Calls { get; init; } = [];

    /// <summary>True when the very same calls may have been booked before, by whoever did this work and was stopped in the middle.</summary>
    public bool MayRepeat { get; init; }
}
