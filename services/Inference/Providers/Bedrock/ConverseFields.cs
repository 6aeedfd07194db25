namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Fields of a Converse request that only the service writes.</summary>
internal static class ConverseFields
{
    /// <summary>Some models take a limit of their own beside the common one.</summary>
    public static IReadOnlyCollection<string> Reserved { get; } =
    [
        "messages", "system", "inferenceConfig", "toolConfig", "outputConfig.textFormat", "promptVariables",
        "additionalModelRequestFields.max_tokens", "additionalModelRequestFields.maxTokens", "additionalModelRequestFields.max_completion_tokens",
    ];
}
