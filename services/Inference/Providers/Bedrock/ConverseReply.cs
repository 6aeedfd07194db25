using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Reads the answer of Converse, which does not say what model snapshot gave it.</summary>
internal static class ConverseReply
{
    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body) => ReplyJson.Read(body, Read);

    /// <summary>Takes the stopReason.</summary>
    public static void Stop(AnswerParts parts, string? reason)
    {
        parts.Filtered = reason is "guardrail_intervened" or "content_filtered";
        parts.Refused = reason == "refusal";
        parts.Finish = reason switch
        {
            "end_turn" or "stop_sequence" => FinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
            "tool_use" => FinishReason.ToolCalls,
            _ => FinishReason.Unspecified,
        };
    }

    /// <summary>Reads "usage". Input is counted without what was read from the cache or written to it.</summary>
    public static Usage UsageOf(JsonElement holder) => ReplyJson.TryGet(holder, "usage", JsonValueKind.Object, out var usage)
        ? new Usage
        {
            InputTokens = ReplyJson.Count(usage, "inputTokens"),
            CachedInputTokens = ReplyJson.Count(usage, "cacheReadInputTokens"),
            CacheWriteTokens = ReplyJson.Count(usage, "cacheWriteInputTokens"),
            OutputTokens = ReplyJson.Count(usage, "outputTokens"),
        }
        : new Usage();

    private static ProviderReply Read(JsonElement root)
    {
        var parts = new AnswerParts { Usage = UsageOf(root) };
        if (!ReplyJson.TryGet(root, "output", JsonValueKind.Object, out var output) || !ReplyJson.TryGet(output, "message", JsonValueKind.Object, out var message))
            throw ReplyJson.Unreadable("The provider's reply has no output.message.", parts.Usage);
        foreach (var block in ReplyJson.Items(message, "content"))
        {
            parts.Text.Append(ReplyJson.Text(block, "text"));
            if (!ReplyJson.TryGet(block, "toolUse", JsonValueKind.Object, out var call)) continue;
            parts.ToolCalls.Add(new ToolCall
            {
                Id = ReplyJson.Text(call, "toolUseId") ?? "",
                Name = ReplyJson.Text(call, "name") ?? "",
                ArgumentsJson = ReplyJson.TryGet(call, "input", JsonValueKind.Object, out var input) ? input.GetRawText() : "{}",
            });
        }
        Stop(parts, ReplyJson.Text(root, "stopReason"));
        return parts.ToReply();
    }
}
