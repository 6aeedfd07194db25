using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Responses;

/// <summary>Follows the events of a response; the last one holds the whole of it.</summary>
internal sealed class ResponsesStream(Action<string> onText)
{
    private ProviderReply? reply;

    /// <exception cref="ProviderException">The stream holds no answer, or ended before it was whole.</exception>
    public async Task<ProviderReply> ReadAsync(Stream body, CancellationToken cancel)
    {
        await EventLines.ReadAsync(body, (_, data) => data == "[DONE]" || ReplyJson.Read(data, Event), cancel);
        return reply ?? throw ReplyJson.Unreadable("The provider's stream ended before the answer did.");
    }

    private bool Event(JsonElement data)
    {
        switch (ReplyJson.Text(data, "type"))
        {
            case "response.output_text.delta":
                if (ReplyJson.Text(data, "delta") is { Length: > 0 } text) onText(text);
                return false;
            case "response.completed" or "response.incomplete" or "response.failed":
                if (!ReplyJson.TryGet(data, "response", JsonValueKind.Object, out var response)) throw ReplyJson.Unreadable("The last event of the provider's stream has no response.");
                reply = ResponsesReply.Read(response);
                return true;
            case "error":
                throw Refusals.InStream(ErrorCodes.Plain(ReplyJson.Text(data, "code") ?? ""));
            default:
                return false;
        }
    }
}
