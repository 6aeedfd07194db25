using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MedHelm.Testing.Fakes;

/// <summary>One request to the fake provider, as a reply function or a fault rule sees it.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Prompt">Text of the last user message.</param>
/// <param name="PromptSha256">Lower-case hex SHA-256 of <paramref name="Prompt"/> in UTF-8.</param>
/// <param name="BodySha256">Lower-case hex SHA-256 of the whole body: equal for equal requests.</param>
/// <param name="IdempotencyKey">The header of that name, or null.</param>
/// <param name="Body">The body as it came.</param>
public sealed record ChatRequest(
    string Model, string Prompt, string PromptSha256, string BodySha256, string? IdempotencyKey, ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads a body; null when it is no chat completion request.</summary>
    public static ChatRequest? Parse(ReadOnlyMemory<byte> body, string? idempotencyKey)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var prompt = LastUserMessage(json.RootElement.GetProperty("messages"));
            return new(
                json.RootElement.GetProperty("model").GetString() ?? "",
                prompt,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))),
                Convert.ToHexStringLower(SHA256.HashData(body.Span)),
                string.IsNullOrEmpty(idempotencyKey) ? null : idempotencyKey,
                body);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string LastUserMessage(JsonElement messages)
    {
        for (var index = messages.GetArrayLength() - 1; index >= 0; index--)
        {
            if (messages[index].GetProperty("role").ValueEquals("user")) return Text(messages[index].GetProperty("content"));
        }
        return "";
    }

    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""))
        : content.GetString() ?? "";
}
