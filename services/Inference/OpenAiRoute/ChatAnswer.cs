using System.Buffers;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Writes the body of a chat completion.</summary>
internal static class ChatAnswer
{
    public static void Write(IBufferWriter<byte> buffer, Utf8JsonWriter json, string model, long created, IReadOnlyList<CompletionOutcome> outcomes)
    {
        json.Reset(buffer);
        json.WriteStartObject();
        WriteHead(json, "chat.completion"u8, Id(outcomes[0]), model, created);
        json.WriteStartArray("choices"u8);
        for (var i = 0; i < outcomes.Count; i++) WriteChoice(json, i, outcomes[i]);
        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        WriteUsage(json, outcomes);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The same for the same answer.</summary>
    public static string Id(CompletionOutcome outcome) => Id(outcome.RequestDigest);

    public static string Id(string digest) => digest.Length >= 32 ? string.Concat("chatcmpl-", digest.AsSpan(0, 32)) : "chatcmpl-none";

    public static void WriteHead(Utf8JsonWriter json, ReadOnlySpan<byte> kind, string id, string model, long created)
    {
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
    }

    /// <summary>Why the model stopped, in OpenAI's words; a failure that gets here is one that OpenAI tells of in an answer.</summary>
    public static ReadOnlySpan<byte> FinishOf(CompletionOutcome outcome) => outcome switch
    {
        { Failure.Reason: FailureReason.ContentFilter } => "content_filter"u8,
        { Failure.Reason: FailureReason.Length } => "length"u8,
        { Completion.FinishReason: FinishReason.Length } => "length"u8,
        { Completion.FinishReason: FinishReason.ToolCalls } or { Completion.ToolCalls.Count: > 0 } => "tool_calls"u8,
        _ => "stop"u8,
    };

    public static void WriteUsage(Utf8JsonWriter json, IReadOnlyList<CompletionOutcome> outcomes)
    {
        var (input, cached, output, reasoning) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Usage is not { } usage) continue;
            input += usage.InputTokens + usage.CachedInputTokens + usage.CacheWriteTokens;
            cached += usage.CachedInputTokens;
            output += usage.OutputTokens + usage.ReasoningTokens;
            reasoning += usage.ReasoningTokens;
        }
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, input);
        json.WriteNumber("completion_tokens"u8, output);
        json.WriteNumber("total_tokens"u8, input + output);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, cached);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The function of a tool call, without the index that only chunks have.</summary>
    public static void WriteCall(Utf8JsonWriter json, ToolCall call)
    {
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.ArgumentsJson);
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, CompletionOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        var calls = outcome.Completion?.ToolCalls;
        var declined = outcome.Failure?.Reason == FailureReason.Refusal;
        var text = outcome.Completion?.Text ?? "";
        if (declined || (text.Length == 0 && calls is { Count: > 0 })) json.WriteNull("content"u8);
        else json.WriteString("content"u8, text);
        if (declined) json.WriteString("refusal"u8, outcome.Failure!.Message);
        else json.WriteNull("refusal"u8);
        if (calls is { Count: > 0 })
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                json.WriteStartObject();
                WriteCall(json, call);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, FinishOf(outcome));
        json.WriteEndObject();
    }
}
