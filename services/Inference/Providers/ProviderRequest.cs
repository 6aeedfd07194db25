using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers;

/// <summary>One question to a provider.</summary>
internal sealed record ProviderRequest
{
    public required DeploymentDefinition Deployment { get; init; }

    /// <summary>Digest of the prompt.</summary>
    public required string PromptDigest { get; init; }

    /// <summary>The prompt; empty until it is needed.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The deployment's overrides are already in.</summary>
    public required DecodingParameters Parameters { get; init; }

    /// <summary>Benchmark and instance of a candidate's completion; empty for jurors and direct calls.</summary>
    public string Benchmark { get; init; } = "";

    /// <summary>See <see cref="Benchmark"/>.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Digest of everything that can change the answer; sent as idempotency key.</summary>
    public string RequestDigest { get; init; } = "";
}
