namespace MedHelm.Inference.Providers.Responses;

/// <summary>Fields of a request to OpenAI's responses that only the service writes.</summary>
internal static class ResponsesFields
{
    public static IReadOnlyCollection<string> Reserved { get; } =
    [
        "model", "input", "instructions", "temperature", "top_p", "max_output_tokens", "stream", "background", "store", "previous_response_id", "conversation",
        "tools", "tool_choice", "text.format",
    ];
}
