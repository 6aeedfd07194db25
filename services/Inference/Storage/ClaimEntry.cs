namespace MedHelm.Inference.Storage;

/// <summary>
/// Asks for the right and the money to ask a provider. From the holder of a claim: books the calls so far and sets aside
/// the money for the next attempt.
/// </summary>
internal sealed record ClaimEntry : BookEntry
{
    public required Claim Claim { get; init; }

    /// <summary>How long it holds without being renewed.</summary>
    public required TimeSpan Lease { get; init; }
}
