using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Flow;

/// <summary>An answer after as many attempts as it took.</summary>
/// <param name="Reply">The answer.</param>
/// <param name="Attempts">Attempts made, from 1.</param>
/// <param name="Latency">Time of the successful attempt.</param>
internal sealed record FlowResult(ProviderReply Reply, int Attempts, TimeSpan Latency);
