using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MedHelm.Testing.Fakes;

/// <summary>A body of the chat completions API.</summary>
internal static class ProviderReply
{
    public static byte[] Completion(ChatRequest request, string text, string finishReason)
    {
        var (input, output) = (Tokens(request.Prompt), Tokens(text));
        var buffer = new ArrayBufferWriter<byte>(512 + text.Length);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id"u8, $"chatcmpl-{request.BodySha256[..24]}");
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, 1_700_000_000);
        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, input);
        json.WriteNumber("completion_tokens"u8, output);
        json.WriteNumber("total_tokens"u8, input + output);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Error(string type, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new { error = new { message, type, code = type } });

    /// <summary>Four bytes a token, at least one for any text: near enough for usage counts.</summary>
    public static int Tokens(string text) => (Encoding.UTF8.GetByteCount(text) + 3) / 4;
}
