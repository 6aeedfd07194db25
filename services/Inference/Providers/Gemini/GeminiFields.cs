namespace MedHelm.Inference.Providers.Gemini;

/// <summary>Fields of a request to generate content that only the service writes. The API takes each in two spellings.</summary>
internal static class GeminiFields
{
    /// <summary>What a call without an id is named here; the API never gave it one and must not see it.</summary>
    public const string OwnId = "unnamed-call-";

    public static IReadOnlyCollection<string> Reserved { get; } =
    [
        "contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config", "generation_config",
        .. new[]
        {
            "temperature", "topP", "top_p", "maxOutputTokens", "max_output_tokens", "stopSequences", "stop_sequences", "seed", "candidateCount", "candidate_count",
            "responseMimeType", "response_mime_type", "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema",
        }.Select(field => "generationConfig." + field),
    ];
}
