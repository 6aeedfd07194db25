using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Reads a message. Its thinking is no part of the answer.</summary>
internal static class AnthropicReply
{
    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body) => ReplyJson.Read(body, Read);

    /// <summary>Takes the stop_reason.</summary>
    public static void Stop(AnswerParts parts, string? reason)
    {
        parts.Refused = reason == "refusal";
        parts.Finish = reason switch
        {
            "end_turn" or "stop_sequence" => FinishReason.Stop,
            // The answer in free JSON comes through a tool, and is whole.
            "tool_use" => parts.ToolCalls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
            _ => FinishReason.Unspecified,
        };
    }

    /// <summary>Takes the counts that a usage has and leaves the others: those of a stream come in several. Thinking is counted as output, and not apart.</summary>
    public static void Count(Usage sum, JsonElement usage)
    {
        if (ReplyJson.Has(usage, "input_tokens")) sum.InputTokens = ReplyJson.Count(usage, "input_tokens");
        if (ReplyJson.Has(usage, "cache_read_input_tokens")) sum.CachedInputTokens = ReplyJson.Count(usage, "cache_read_input_tokens");
        if (ReplyJson.Has(usage, "cache_creation_input_tokens")) sum.CacheWriteTokens = ReplyJson.Count(usage, "cache_creation_input_tokens");
        if (ReplyJson.Has(usage, "output_tokens")) sum.OutputTokens = ReplyJson.Count(usage, "output_tokens");
    }

    private static ProviderReply Read(JsonElement root)
    {
        var parts = new AnswerParts { Model = ReplyJson.Text(root, "model") ?? "" };
        if (ReplyJson.TryGet(root, "usage", JsonValueKind.Object, out var usage)) Count(parts.Usage, usage);
        if (!ReplyJson.TryGet(root, "content", JsonValueKind.Array, out var content)) throw ReplyJson.Unreadable("The provider's reply has no content.", parts.Usage);
        foreach (var block in content.EnumerateArray())
        {
            switch (ReplyJson.Text(block, "type"))
            {
                case "text":
                    parts.Text.Append(ReplyJson.Text(block, "text"));
                    break;
                case "tool_use" when ReplyJson.TryGet(block, "input", JsonValueKind.Object, out var input):
                    if (ReplyJson.Text(block, "name") == AnthropicFields.FormTool) parts.Text.Append(input.GetRawText());
                    else parts.ToolCalls.Add(new ToolCall { Id = ReplyJson.Text(block, "id") ?? "", Name = ReplyJson.Text(block, "name") ?? "", ArgumentsJson = input.GetRawText() });
                    break;
            }
        }
        Stop(parts, ReplyJson.Text(root, "stop_reason"));
        return parts.ToReply();
    }
}
