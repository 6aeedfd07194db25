namespace MedHelm.Inference.Storage;

/// <summary>An answer as archive and cache hold it.</summary>
/// <param name="Payer">The item it was bought for.</param>
/// <param name="Record">Packed, and sealed where it is private.</param>
/// <param name="Project">The project whose key seals it; empty when it is not sealed.</param>
internal sealed record StoredCompletion(string Payer, byte[] Record, string Project)
{
    public bool Sealed => Project.Length > 0;
}
