using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers;

/// <summary>One question to a provider.</summary>
internal sealed record ProviderRequest
{
    public required DeploymentDefinition Deployment { get; init; }

    /// <summary>Digest of the conversation; of the prompt where it is only that. See <see cref="Conversation.ComputeDigest"/>.</summary>
    public required string PromptDigest { get; init; }

    /// <summary>What is asked; null until it is needed, because an earlier answer never needs it.</summary>
    public Conversation? Conversation { get; init; }

    /// <summary>The deployment's overrides are already in.</summary>
    public required DecodingParameters Parameters { get; init; }

    /// <summary>The form in which a run's item must be answered, of which <see cref="PromptDigest"/> knows nothing; null for text, and for direct calls, whose conversation has it.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>Numbers repeated samples of the same question, from 0.</summary>
    public int SampleIndex { get; init; }

    /// <summary>Further fields of the provider's request: a JSON object in canonical form, or empty.</summary>
    public string ProviderOptions { get; init; } = "";

    /// <summary>Sensitivity of what is asked and answered.</summary>
    public DataTier DataTier { get; init; } = DataTier.Public;

    /// <summary>Project that pays.</summary>
    public string Project { get; init; } = ProjectName.Default;

    /// <summary>Benchmark and instance of a candidate's completion; empty for jurors and direct calls.</summary>
    public string Benchmark { get; init; } = "";

    /// <summary>See <see cref="Benchmark"/>.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Digest of everything that can change the answer; sent as idempotency key.</summary>
    public string RequestDigest { get; init; } = "";
}
