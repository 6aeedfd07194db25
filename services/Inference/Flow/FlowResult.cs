using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Flow;

internal sealed record FlowResult(ProviderReply Reply, int Attempts, TimeSpan Latency);
