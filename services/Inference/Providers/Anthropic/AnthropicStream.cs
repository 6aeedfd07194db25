using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Puts a message together from its events.</summary>
internal sealed class AnthropicStream(Action<string> onText)
{
    private readonly AnswerParts parts = new();
    private readonly Dictionary<long, (ToolCall Call, StringBuilder Input)> calls = [];
    private string? stopReason;
    private bool ended;

    /// <exception cref="ProviderException">The stream holds no answer, or ended before it was whole.</exception>
    public async Task<ProviderReply> ReadAsync(Stream body, CancellationToken cancel)
    {
        await EventLines.ReadAsync(body, (_, data) => ReplyJson.Read(data, Event), cancel);
        if (!ended) throw ReplyJson.Unreadable("The provider's stream ended before the answer did.");
        AnthropicReply.Stop(parts, stopReason);
        return parts.ToReply();
    }

    private bool Event(JsonElement data)
    {
        var index = ReplyJson.Count(data, "index");
        switch (ReplyJson.Text(data, "type"))
        {
            case "message_start" when ReplyJson.TryGet(data, "message", JsonValueKind.Object, out var message):
                parts.Model = ReplyJson.Text(message, "model") ?? "";
                Count(message);
                break;
            case "content_block_start" when ReplyJson.TryGet(data, "content_block", JsonValueKind.Object, out var block):
                if (ReplyJson.Text(block, "type") == "tool_use" && ReplyJson.Text(block, "name") != AnthropicFields.FormTool)
                    calls[index] = (new ToolCall { Id = ReplyJson.Text(block, "id") ?? "", Name = ReplyJson.Text(block, "name") ?? "" }, new StringBuilder());
                else if (ReplyJson.Text(block, "type") == "text")
                    Add(ReplyJson.Text(block, "text"));
                break;
            case "content_block_delta" when ReplyJson.TryGet(data, "delta", JsonValueKind.Object, out var delta):
                Delta(index, delta);
                break;
            case "content_block_stop" when calls.Remove(index, out var call):
                call.Call.ArgumentsJson = call.Input.Length > 0 ? call.Input.ToString() : "{}";
                parts.ToolCalls.Add(call.Call);
                break;
            case "message_delta":
                if (ReplyJson.TryGet(data, "delta", JsonValueKind.Object, out var last)) stopReason = ReplyJson.Text(last, "stop_reason") ?? stopReason;
                Count(data);
                break;
            case "message_stop":
                return ended = true;
            case "error":
                throw Refusals.InStream(ErrorCodes.Of(data));
        }
        return false;
    }

    private void Delta(long index, JsonElement delta)
    {
        switch (ReplyJson.Text(delta, "type"))
        {
            case "text_delta":
                Add(ReplyJson.Text(delta, "text"));
                break;
            case "input_json_delta" when calls.TryGetValue(index, out var call):
                call.Input.Append(ReplyJson.Text(delta, "partial_json"));
                break;
            case "input_json_delta":
                Add(ReplyJson.Text(delta, "partial_json"));
                break;
        }
    }

    private void Add(string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        parts.Text.Append(text);
        onText(text);
    }

    private void Count(JsonElement holder)
    {
        if (ReplyJson.TryGet(holder, "usage", JsonValueKind.Object, out var usage)) AnthropicReply.Count(parts.Usage, usage);
    }
}
