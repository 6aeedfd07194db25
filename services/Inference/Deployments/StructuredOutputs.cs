namespace MedHelm.Inference.Deployments;

/// <summary>
/// Which deployments can hold answers to a JSON schema, where the deployments file does not say: models of which their provider documents it, at the provider's own address. A schema
/// sent elsewhere may be refused, and every call with it; not to send one costs a few replies in the wrong form.
/// </summary>
internal static class StructuredOutputs
{
    // Before gpt-4o-2024-08-06.
    private static readonly string[] OlderGpt = ["gpt-3.5", "gpt-4-", "gpt-4o-2024-05-13", "o1-mini", "o1-preview"];

    // Before Claude 4.5; Opus 4.1 has it.
    private static readonly string[] OlderClaude =
        ["claude-1", "claude-2", "claude-3", "claude-instant", "claude-sonnet-4-0", "claude-sonnet-4-2025", "claude-opus-4-0", "claude-opus-4-2025"];

    // Before Gemini 2.5, which takes a schema as it is written.
    private static readonly string[] OlderGemini = ["gemini-1", "gemini-2.0", "gemini-pro", "gemma"];

    /// <param name="provider">Provider's name in the file.</param>
    /// <param name="model">The model that is asked for.</param>
    /// <param name="address">Base address as written; empty for the provider's own.</param>
    public static bool Documented(string provider, string model, string address) => provider switch
    {
        "openai" or "openai-responses" => IsOpenAi(address) && model != "gpt-4" && !Begins(model, OlderGpt),
        "anthropic" => model.StartsWith("claude", StringComparison.Ordinal) && !Begins(model, OlderClaude),
        "gemini" => model.StartsWith("gemini", StringComparison.Ordinal) && !Begins(model, OlderGemini),
        "bedrock" => model.IndexOf("claude", StringComparison.Ordinal) is >= 0 and var at && !Begins(model[at..], OlderClaude),
        _ => false,
    };

    private static bool IsOpenAi(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Host == "api.openai.com" || uri.Host.EndsWith(".openai.azure.com", StringComparison.Ordinal));

    private static bool Begins(string model, string[] older) => Array.Exists(older, o => model.StartsWith(o, StringComparison.Ordinal));
}
