namespace MedHelm.Inference.Providers;

/// <summary>What a provider says of a batch.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Results">Where its results are read, relative to the provider's address.</param>
internal sealed record BatchStatus(BatchPhase Phase, IReadOnlyList<string> Results);
