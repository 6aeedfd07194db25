using MedHelm.Inference.Providers.Anthropic;
using MedHelm.Inference.Providers.Bedrock;
using MedHelm.Inference.Providers.Gemini;
using MedHelm.Inference.Providers.OpenAi;
using MedHelm.Inference.Providers.Responses;

namespace MedHelm.Inference.Deployments;

/// <summary>What a deployment of one provider may say in the file.</summary>
internal sealed record ProviderKind
{
    public required string Name { get; init; }

    /// <summary>Keys that only deployments of this provider have.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>What base_url must be, for people; empty where there is none.</summary>
    public string AddressHint { get; init; } = "";

    /// <summary>True where base_url may be left out, because the provider has one address.</summary>
    public bool KnownAddress { get; init; }

    /// <summary>Fields of the request that extra_body must not hold.</summary>
    public IReadOnlyCollection<string> Reserved { get; init; } = [];

    public static IReadOnlyList<ProviderKind> All { get; } =
    [
        new()
        {
            Name = "openai",
            Keys = ["base_url", "auth", "azure", "max_tokens_field"],
            AddressHint = "that ends before /chat/completions, such as https://api.openai.com/v1",
            Reserved = OpenAiFields.Reserved,
        },
        new()
        {
            Name = "openai-responses",
            Keys = ["base_url", "auth", "azure"],
            AddressHint = "that ends before /responses, such as https://api.openai.com/v1",
            Reserved = ResponsesFields.Reserved,
        },
        new()
        {
            Name = "anthropic",
            Keys = ["base_url", "anthropic"],
            AddressHint = "that ends before /messages, such as https://api.anthropic.com/v1",
            KnownAddress = true,
            Reserved = AnthropicFields.Reserved,
        },
        new()
        {
            Name = "gemini",
            Keys = ["base_url"],
            AddressHint = "that ends before /models, such as https://generativelanguage.googleapis.com/v1beta",
            KnownAddress = true,
            Reserved = GeminiFields.Reserved,
        },
        new()
        {
            Name = "bedrock",
            Keys = ["base_url", "bedrock"],
            AddressHint = "that ends before /model, such as https://bedrock-runtime.us-east-1.amazonaws.com",
            KnownAddress = true,
            Reserved = ConverseFields.Reserved,
        },
        new() { Name = "replay", Keys = ["recordings"] },
    ];
}
