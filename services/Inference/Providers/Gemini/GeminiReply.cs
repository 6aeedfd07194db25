using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Gemini;

/// <summary>Reads generated content, whole or as the chunks of a stream, which have the same shape.</summary>
internal sealed class GeminiReply(Action<string>? onText)
{
    private readonly AnswerParts parts = new();
    private string finish = "";

    /// <exception cref="ProviderException">The reply holds no answer.</exception>
    public static ProviderReply Read(byte[] body) => ReplyJson.Read(body, root =>
    {
        var reply = new GeminiReply(null);
        reply.Add(root);
        if (!reply.parts.Filtered && !ReplyJson.Items(root, "candidates").Any()) throw ReplyJson.Unreadable("The provider's reply has no candidates.", reply.parts.Usage);
        return reply.ToReply();
    });

    /// <exception cref="ProviderException">The stream holds no answer, or ended before it was whole.</exception>
    public async Task<ProviderReply> ReadAsync(Stream body, CancellationToken cancel)
    {
        await EventLines.ReadAsync(body, (_, data) => ReplyJson.Read(data, Add), cancel);
        if (finish.Length == 0 && !parts.Filtered) throw ReplyJson.Unreadable("The provider's stream ended before the answer did.");
        return ToReply();
    }

    private ProviderReply ToReply()
    {
        parts.Finish = finish switch { "STOP" => FinishReason.Stop, "MAX_TOKENS" => FinishReason.Length, _ => FinishReason.Unspecified };
        parts.Filtered |= finish is "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY";
        return parts.ToReply();
    }

    private bool Add(JsonElement root)
    {
        if (ReplyJson.TryGet(root, "error", JsonValueKind.Object, out _)) throw Refusals.InStream(ErrorCodes.Of(root));
        if (ReplyJson.Text(root, "modelVersion") is { Length: > 0 } model) parts.Model = model;
        // Each chunk counts from the beginning.
        if (ReplyJson.TryGet(root, "usageMetadata", JsonValueKind.Object, out var usage)) parts.Usage = UsageOf(usage);
        if (ReplyJson.TryGet(root, "promptFeedback", JsonValueKind.Object, out var feedback)) parts.Filtered |= ReplyJson.Text(feedback, "blockReason") is { Length: > 0 };
        foreach (var candidate in ReplyJson.Items(root, "candidates"))
        {
            if (ReplyJson.Count(candidate, "index") != 0) continue;
            if (ReplyJson.TryGet(candidate, "content", JsonValueKind.Object, out var content))
                foreach (var part in ReplyJson.Items(content, "parts")) Part(part);
            if (ReplyJson.Text(candidate, "finishReason") is { Length: > 0 } reason) finish = reason;
        }
        return false;
    }

    private void Part(JsonElement part)
    {
        if (ReplyJson.True(part, "thought")) return;
        if (ReplyJson.Text(part, "text") is { Length: > 0 } text)
        {
            parts.Text.Append(text);
            onText?.Invoke(text);
        }
        if (!ReplyJson.TryGet(part, "functionCall", JsonValueKind.Object, out var call)) return;
        parts.ToolCalls.Add(new ToolCall
        {
            Id = ReplyJson.Text(call, "id") is { Length: > 0 } id ? id : GeminiFields.OwnId + parts.ToolCalls.Count.ToString(CultureInfo.InvariantCulture),
            Name = ReplyJson.Text(call, "name") ?? "",
            ArgumentsJson = ReplyJson.TryGet(call, "args", JsonValueKind.Object, out var arguments) ? arguments.GetRawText() : "{}",
        });
    }

    // The cached part is in the prompt; tools' results and thoughts are counted beside.
    private static Usage UsageOf(JsonElement usage)
    {
        var thoughts = ReplyJson.Count(usage, "thoughtsTokenCount");
        return TokenBuckets.Of(
            ReplyJson.Count(usage, "promptTokenCount") + ReplyJson.Count(usage, "toolUsePromptTokenCount"), ReplyJson.Count(usage, "cachedContentTokenCount"), 0,
            ReplyJson.Count(usage, "candidatesTokenCount") + thoughts, thoughts);
    }
}
