using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Direct;

/// <summary>Further fields of a provider's request: they go along as they are and count as part of the question.</summary>
internal static class ProviderOptions
{
    private const int MostCharacters = 100_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["logprobs"] = "log probabilities are not kept with answers.",
        ["top_logprobs"] = "log probabilities are not kept with answers.",
        ["audio"] = "only text is asked and answered.",
        ["modalities"] = "only text is asked and answered.",
        ["functions"] = "is out of date; use tools.",
        ["function_call"] = "is out of date; use tool_choice.",
        ["service_tier"] = "its prices are not known here; make a deployment for it, with the field in extra_body and its prices.",
        ["models"] = "another model has other prices; make a deployment for each.",
        ["route"] = "another model has other prices; make a deployment for each.",
        ["plugins"] = "they are billed by other things than tokens.",
        ["best_of"] = "answers that are thrown away are billed too; ask with n.",
        ["web_search_options"] = "it is billed by other things than tokens.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Own = new[]
    {
        "model", "messages", "temperature", "top_p", "top_k", "max_tokens", "max_completion_tokens", "stop", "seed", "presence_penalty", "frequency_penalty",
        "reasoning_effort", "tools", "tool_choice", "response_format", "n", "stream", "stream_options",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why an option cannot be passed on; null where it can.</summary>
    public static string? WhyNot(string name) => Refused.TryGetValue(name, out var why) ? why
        : Own.Contains(name) ? "has a field of its own in the request."
        : null;

    /// <summary>The canonical form; empty when nothing is asked for. An option that is null or empty asks for nothing.</summary>
    public static string Read(string json, string field, Violations violations)
    {
        if (json.Length == 0) return "";
        if (json.Length > MostCharacters)
        {
            violations.Add(field, "must have at most 100,000 characters.");
            return "";
        }
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return Canonical(document.RootElement, field, violations);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid Unicode.
            // Falls through to the message that says what is wanted.
        }
        violations.Add(field, "must be a JSON object at most 32 deep, without a name twice.");
        return "";
    }

    private static string Canonical(JsonElement options, string field, Violations violations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var any = false;
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var option in options.EnumerateObject())
            {
                if (IsEmpty(option.Value)) continue;
                if (WhyNot(option.Name) is { } why) violations.Add($"{field}.{option.Name}", why);
                option.WriteTo(json);
                any = true;
            }
            json.WriteEndObject();
        }
        return any ? CanonicalConversation.Schema(Encoding.UTF8.GetString(buffer.WrittenSpan)) : "";
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
