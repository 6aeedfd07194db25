using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Reads a chat completion, of OpenAI or of the many servers that nearly match it.</summary>
internal static class OpenAiReply
{
    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body) => ReplyJson.Read(body, Read);

    /// <summary>Takes the finish_reason of a choice.</summary>
    public static void Finish(AnswerParts parts, string? reason)
    {
        if (reason == "content_filter") parts.Filtered = true;
        // DeepSeek's word; what was written till then is no answer.
        if (reason == "insufficient_system_resource") throw ReplyJson.Unreadable("The provider ran out of capacity in the middle of the answer.", parts.Usage);
        // OpenRouter's word and vLLM's.
        if (reason is "error" or "abort") throw ReplyJson.Unreadable("The provider broke off in the middle of the answer.", parts.Usage);
        parts.Finish = reason switch
        {
            "stop" => FinishReason.Stop,
            "length" => FinishReason.Length,
            "tool_calls" => FinishReason.ToolCalls,
            _ => FinishReason.Unspecified,
        };
    }

    private static ProviderReply Read(JsonElement root)
    {
        var parts = new AnswerParts { Usage = OpenAiUsage.Of(root), Model = ReplyJson.Text(root, "model") ?? "" };
        if (!ReplyJson.TryGet(root, "choices", JsonValueKind.Array, out var choices) || choices.GetArrayLength() == 0
            || !ReplyJson.TryGet(choices[0], "message", JsonValueKind.Object, out var message))
            throw ReplyJson.Unreadable("The provider's reply has no choices[0].message.", parts.Usage);
        Finish(parts, ReplyJson.Text(choices[0], "finish_reason"));
        var text = ReplyJson.Text(message, "content") ?? "";
        parts.Text.Append(text);
        parts.Refused = string.IsNullOrWhiteSpace(text) && ReplyJson.Text(message, "refusal") is { Length: > 0 };
        foreach (var call in ReplyJson.Items(message, "tool_calls"))
        {
            if (!ReplyJson.TryGet(call, "function", JsonValueKind.Object, out var function)) continue;
            parts.ToolCalls.Add(new ToolCall
            {
                Id = ReplyJson.Text(call, "id") ?? "",
                Name = ReplyJson.Text(function, "name") ?? "",
                ArgumentsJson = ReplyJson.Text(function, "arguments") ?? "",
            });
        }
        return parts.ToReply();
    }
}
