using System.Text.Json;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>Reads a chat completion, of OpenAI or of the many servers that nearly match it.</summary>
internal static partial class OpenAiReply
{
    // More than any model takes; a larger count is a broken reply and must not break the books.
    private const long MostTokens = 100_000_000;

    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid Unicode.
            throw new ProviderException(FailureReason.ProviderError, "The provider's reply is not valid JSON.", passing: true);
        }
    }

    /// <summary>The error's code or type; empty when the body has none.</summary>
    public static string ErrorCode(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!TryGet(document.RootElement, "error", JsonValueKind.Object, out var error)) return "";
            var said = Text(error, "code") is { Length: > 0 } code ? code : Text(error, "type") ?? "";
            // Only what is plainly a code, words in lower case: some servers put there what may quote the request, or its key.
            return PlainCode().IsMatch(said) ? said : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static ProviderReply Read(JsonElement root)
    {
        var usage = UsageOf(root);
        if (!TryGet(root, "choices", JsonValueKind.Array, out var choices) || choices.GetArrayLength() == 0
            || !TryGet(choices[0], "message", JsonValueKind.Object, out var message))
            throw new ProviderException(FailureReason.ProviderError, "The provider's reply has no choices[0].message.", passing: true) { Usage = usage };
        var finish = Text(choices[0], "finish_reason");
        if (finish == "content_filter")
            throw new ProviderException(FailureReason.ContentFilter, "The provider's content filter stopped the answer.") { Usage = usage };
        var text = Text(message, "content");
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Text(message, "refusal") is { Length: > 0 }
                ? new ProviderException(FailureReason.Refusal, "The model declined to answer.") { Usage = usage }
                : new ProviderException(FailureReason.Empty, finish == "length"
                    ? "The output limit was spent before any answer; raise max_output_tokens for this deployment."
                    : "The answer has no text.")
                { Usage = usage };
        }
        var completion = new Completion
        {
            Text = text,
            FinishReason = finish switch { "stop" => FinishReason.Stop, "length" => FinishReason.Length, _ => FinishReason.Unspecified },
            ModelSnapshot = Text(root, "model") ?? "",
        };
        return new ProviderReply(completion, usage);
    }

    // The provider's totals include the cached and reasoning parts; ours are disjoint.
    private static Usage UsageOf(JsonElement root)
    {
        if (!TryGet(root, "usage", JsonValueKind.Object, out var usage)) return new Usage();
        var input = Count(usage, "prompt_tokens");
        var output = Count(usage, "completion_tokens");
        var cached = TryGet(usage, "prompt_tokens_details", JsonValueKind.Object, out var inputDetails) ? Math.Min(Count(inputDetails, "cached_tokens"), input) : 0;
        var reasoning = TryGet(usage, "completion_tokens_details", JsonValueKind.Object, out var outputDetails) ? Math.Min(Count(outputDetails, "reasoning_tokens"), output) : 0;
        return new Usage { InputTokens = input - cached, CachedInputTokens = cached, OutputTokens = output - reasoning, ReasoningTokens = reasoning };
    }

    private static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static string? Text(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.String, out var value) ? value.GetString() : null;

    private static long Count(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Number, out var value) && value.TryGetInt64(out var count) ? Math.Clamp(count, 0, MostTokens) : 0;

    [GeneratedRegex(@"^[a-z][a-z_]{2,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainCode();
}
