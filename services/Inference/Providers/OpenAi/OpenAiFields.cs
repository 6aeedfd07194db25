namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Fields of a chat completion that only the service writes.</summary>
internal static class OpenAiFields
{
    /// <summary>Written twice they would mean to each server what it likes, be missing in the archive, or cost more than the limit that a budget reserves for.</summary>
    public static IReadOnlyCollection<string> Reserved { get; } =
    [
        "model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "stop", "stream", "stream_options", "n", "best_of",
        "tools", "tool_choice", "response_format",
    ];
}
