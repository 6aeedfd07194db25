using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Puts an answer of Converse together from its event stream.</summary>
internal sealed class ConverseStream(Action<string> onText)
{
    private const long LongestStream = 16L * ProviderHttp.MaxReplyBytes;

    private readonly AnswerParts parts = new();
    private readonly SortedDictionary<long, (ToolCall Call, StringBuilder Input)> calls = [];
    private string? stopReason;

    /// <exception cref="ProviderException">The stream holds no answer, or ended before it was whole.</exception>
    public async Task<ProviderReply> ReadAsync(Stream body, CancellationToken cancel)
    {
        await using var limited = new LimitedStream(body, LongestStream, LongestStream);
        while (await EventFrame.ReadAsync(limited, cancel) is { } frame)
        {
            if (frame.Header(":message-type") != "event")
                throw Refusals.InStream(ErrorCodes.Plain(Capital(frame.Header(":exception-type") is { Length: > 0 } type ? type : frame.Header(":error-code"))));
            ReplyJson.Read(frame.Payload, data => Event(frame.Header(":event-type"), data));
        }
        if (stopReason is null) throw ReplyJson.Unreadable("The provider's stream ended before the answer did.");
        foreach (var (call, input) in calls.Values)
        {
            call.ArgumentsJson = input.Length > 0 ? input.ToString() : "{}";
            parts.ToolCalls.Add(call);
        }
        ConverseReply.Stop(parts, stopReason);
        return parts.ToReply();
    }

    // The stream writes throttlingException where the status' header writes ThrottlingException.
    private static string Capital(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..];

    private bool Event(string type, JsonElement data)
    {
        var index = ReplyJson.Count(data, "contentBlockIndex");
        switch (type)
        {
            case "contentBlockStart" when ReplyJson.TryGet(data, "start", JsonValueKind.Object, out var start) && ReplyJson.TryGet(start, "toolUse", JsonValueKind.Object, out var call):
                calls[index] = (new ToolCall { Id = ReplyJson.Text(call, "toolUseId") ?? "", Name = ReplyJson.Text(call, "name") ?? "" }, new StringBuilder());
                break;
            case "contentBlockDelta" when ReplyJson.TryGet(data, "delta", JsonValueKind.Object, out var delta):
                if (ReplyJson.Text(delta, "text") is { Length: > 0 } text)
                {
                    parts.Text.Append(text);
                    onText(text);
                }
                if (ReplyJson.TryGet(delta, "toolUse", JsonValueKind.Object, out var piece) && calls.TryGetValue(index, out var begun)) begun.Input.Append(ReplyJson.Text(piece, "input"));
                break;
            case "messageStop":
                stopReason = ReplyJson.Text(data, "stopReason") ?? "";
                break;
            case "metadata":
                parts.Usage = ConverseReply.UsageOf(data);
                break;
        }
        return false;
    }
}
