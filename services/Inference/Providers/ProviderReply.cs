using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>An answer with what it used.</summary>
internal sealed record ProviderReply(Completion Completion, Usage Usage);
