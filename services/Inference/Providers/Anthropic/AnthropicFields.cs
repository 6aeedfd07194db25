namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Fields of a request for a message that only the service writes.</summary>
internal static class AnthropicFields
{
    /// <summary>The tool through which an answer in free JSON comes; the API has no form for that.</summary>
    public const string FormTool = "json_answer";

    public static IReadOnlyCollection<string> Reserved { get; } =
        ["model", "messages", "system", "max_tokens", "temperature", "top_p", "stop_sequences", "stream", "tools", "tool_choice", "output_config.format", "output_format"];
}
