using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Reads the messages of a chat, text only: what shapes an answer and is not understood is refused, never dropped.</summary>
internal static class ChatMessages
{
    public static void Read(ref Utf8JsonReader json, RepeatedField<Message> messages)
    {
        json.EnterList("messages");
        messages.Clear();
        while (json.NextElement())
        {
            try
            {
                messages.Add(ReadMessage(ref json));
            }
            catch (OpenAiException e)
            {
                throw e.In(string.Create(CultureInfo.InvariantCulture, $"messages[{messages.Count}]"));
            }
        }
    }

    private static Message ReadMessage(ref Utf8JsonReader json)
    {
        var message = new Message();
        var refusal = "";
        json.EnterObject("message");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "role": message.Role = RoleOf(json.Text(name)); break;
                case "content": message.Content = ReadContent(ref json); break;
                case "name": message.Name = json.TextOrNone(name); break;
                case "tool_call_id": message.ToolCallId = json.TextOrNone(name); break;
                case "refusal": refusal = json.TextOrNone(name); break;
                case "tool_calls": ReadCalls(ref json, message.ToolCalls); break;
                // Part of the answers that clients send back as they came; not part of what the model is told.
                case "annotations": json.Skip(); break;
                case var _ when json.IsNull(): break;
                default: throw OpenAiException.Invalid(name, "is not understood here.");
            }
        }
        if (message.Role == Role.Unspecified) throw OpenAiException.Invalid("role", "is missing.");
        if (message.Content.Length == 0) message.Content = refusal;
        return message;
    }

    private static Role RoleOf(string role) => role switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "system" or "developer" => Role.System,
        "tool" => Role.Tool,
        "function" => throw OpenAiException.Invalid("role", "'function' is out of date; use tool."),
        _ => throw OpenAiException.Invalid("role", "must be system, developer, user, assistant or tool."),
    };

    private static string ReadContent(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null) return json.TextOrNone("content");
        if (json.TokenType != JsonTokenType.StartArray) throw OpenAiException.Invalid("content", "must be a text or a list of text parts.");
        string? first = null;
        StringBuilder? more = null;
        while (json.NextElement())
        {
            var part = ReadPart(ref json);
            if (first is null) first = part;
            else (more ??= new StringBuilder(first)).Append('\n').Append(part);
        }
        return more?.ToString() ?? first ?? "";
    }

    private static string ReadPart(ref Utf8JsonReader json)
    {
        var (type, text) = ("", (string?)null);
        json.EnterObject("content");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "type": type = json.Text("content.type"); break;
                case "text" or "refusal": text = json.Text("content." + name); break;
                default: json.Skip(); break;
            }
        }
        return type switch
        {
            "text" or "refusal" => text ?? throw OpenAiException.Invalid("content.text", "is missing."),
            "" => throw OpenAiException.Invalid("content.type", "is missing."),
            _ => throw OpenAiException.Invalid("content", $"parts of type {(type.Length <= 40 ? type : type[..40])} are not supported; only text is."),
        };
    }

    private static void ReadCalls(ref Utf8JsonReader json, RepeatedField<ToolCall> calls)
    {
        if (json.IsNull()) return;
        json.EnterList("tool_calls");
        calls.Clear();
        while (json.NextElement())
        {
            var call = new ToolCall();
            json.EnterObject("tool_calls");
            while (json.NextField() is { } name)
            {
                switch (name)
                {
                    case "id": call.Id = json.Text("tool_calls.id"); break;
                    case "function": ReadFunction(ref json, call); break;
                    case "type" when !json.ValueTextEquals("function"u8): throw OpenAiException.Invalid("tool_calls.type", "must be function.");
                    default: json.Skip(); break;
                }
            }
            calls.Add(call);
        }
    }

    private static void ReadFunction(ref Utf8JsonReader json, ToolCall call)
    {
        json.EnterObject("tool_calls.function");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "name": call.Name = json.Text("tool_calls.function.name"); break;
                case "arguments": call.ArgumentsJson = json.Text("tool_calls.function.arguments"); break;
                default: json.Skip(); break;
            }
        }
    }
}
