using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Responses;

/// <summary>Reads a response object, which is also the last event of a stream.</summary>
internal static class ResponsesReply
{
    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body) => ReplyJson.Read(body, Read);

    public static ProviderReply Read(JsonElement root)
    {
        var parts = new AnswerParts { Usage = UsageOf(root), Model = ReplyJson.Text(root, "model") ?? "" };
        if (ReplyJson.Text(root, "status") is "failed" or "cancelled")
        {
            var error = Refusals.InStream(ErrorCodes.Of(root));
            throw new ProviderException(error.Reason, error.Message, error.Passing) { Usage = parts.Usage, MaybeBilled = parts.Usage.Equals(new Usage()) };
        }
        if (!ReplyJson.TryGet(root, "output", JsonValueKind.Array, out var output)) throw ReplyJson.Unreadable("The provider's reply has no output.", parts.Usage);
        var declined = false;
        foreach (var item in output.EnumerateArray())
        {
            switch (ReplyJson.Text(item, "type"))
            {
                case "message":
                    foreach (var content in ReplyJson.Items(item, "content"))
                    {
                        parts.Text.Append(ReplyJson.Text(content, "type") == "output_text" ? ReplyJson.Text(content, "text") : null);
                        declined |= ReplyJson.Text(content, "type") == "refusal";
                    }
                    break;
                case "function_call":
                    parts.ToolCalls.Add(new ToolCall
                    {
                        Id = ReplyJson.Text(item, "call_id") ?? "",
                        Name = ReplyJson.Text(item, "name") ?? "",
                        ArgumentsJson = ReplyJson.Text(item, "arguments") ?? "",
                    });
                    break;
            }
        }
        parts.Refused = declined && string.IsNullOrWhiteSpace(parts.Text.ToString());
        Finish(parts, root);
        return parts.ToReply();
    }

    private static void Finish(AnswerParts parts, JsonElement root)
    {
        if (ReplyJson.Text(root, "status") == "completed") parts.Finish = FinishReason.Stop;
        if (!ReplyJson.TryGet(root, "incomplete_details", JsonValueKind.Object, out var details)) return;
        var reason = ReplyJson.Text(details, "reason");
        if (reason == "max_output_tokens") parts.Finish = FinishReason.Length;
        parts.Filtered = reason == "content_filter";
    }

    private static Usage UsageOf(JsonElement root)
    {
        if (!ReplyJson.TryGet(root, "usage", JsonValueKind.Object, out var usage)) return new Usage();
        ReplyJson.TryGet(usage, "input_tokens_details", JsonValueKind.Object, out var input);
        ReplyJson.TryGet(usage, "output_tokens_details", JsonValueKind.Object, out var output);
        return TokenBuckets.Of(
            ReplyJson.Count(usage, "input_tokens"), ReplyJson.Count(input, "cached_tokens"), ReplyJson.Count(input, "cache_write_tokens"),
            ReplyJson.Count(usage, "output_tokens"), ReplyJson.Count(output, "reasoning_tokens"));
    }
}
