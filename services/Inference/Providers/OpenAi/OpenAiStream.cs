using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Puts a chat completion together from the chunks of its stream.</summary>
internal sealed class OpenAiStream(Action<string> onText)
{
    private readonly AnswerParts parts = new();
    private readonly SortedDictionary<long, (ToolCall Call, StringBuilder Arguments)> calls = [];
    private bool declined;
    private bool finished;

    /// <exception cref="ProviderException">The stream holds no answer, or ended before it was whole.</exception>
    public async Task<ProviderReply> ReadAsync(Stream body, CancellationToken cancel)
    {
        try
        {
            await EventLines.ReadAsync(body, (_, data) => data == "[DONE]" || ReplyJson.Read(data, Chunk), cancel);
        }
        catch (IOException) when (finished && !parts.Usage.Equals(new Usage()))
        {
            // Text, reason and usage are there: only the stream's last line is missing.
        }
        if (!finished) throw ReplyJson.Unreadable("The provider's stream ended before the answer did.");
        foreach (var (call, arguments) in calls.Values)
        {
            call.ArgumentsJson = arguments.ToString();
            parts.ToolCalls.Add(call);
        }
        parts.Refused = declined && string.IsNullOrWhiteSpace(parts.Text.ToString());
        return parts.ToReply();
    }

    private bool Chunk(JsonElement chunk)
    {
        if (ReplyJson.TryGet(chunk, "error", JsonValueKind.Object, out _)) throw Refusals.InStream(ErrorCodes.Of(chunk));
        if (ReplyJson.Text(chunk, "model") is { Length: > 0 } model) parts.Model = model;
        // Some servers count along in every chunk; the last count is the whole.
        if (ReplyJson.TryGet(chunk, "usage", JsonValueKind.Object, out _)) parts.Usage = OpenAiUsage.Of(chunk);
        foreach (var choice in ReplyJson.Items(chunk, "choices"))
        {
            if (ReplyJson.Count(choice, "index") != 0) continue;
            if (ReplyJson.TryGet(choice, "delta", JsonValueKind.Object, out var delta)) Delta(delta);
            if (ReplyJson.Text(choice, "finish_reason") is not { Length: > 0 } reason) continue;
            finished = true;
            OpenAiReply.Finish(parts, reason);
        }
        return false;
    }

    private void Delta(JsonElement delta)
    {
        if (ReplyJson.Text(delta, "content") is { Length: > 0 } text)
        {
            parts.Text.Append(text);
            onText(text);
        }
        declined |= ReplyJson.Text(delta, "refusal") is { Length: > 0 };
        foreach (var piece in ReplyJson.Items(delta, "tool_calls"))
        {
            var index = ReplyJson.Count(piece, "index");
            if (!calls.TryGetValue(index, out var call)) calls[index] = call = (new ToolCall(), new StringBuilder());
            if (ReplyJson.Text(piece, "id") is { Length: > 0 } id) call.Call.Id = id;
            if (!ReplyJson.TryGet(piece, "function", JsonValueKind.Object, out var function)) continue;
            if (ReplyJson.Text(function, "name") is { Length: > 0 } name) call.Call.Name = name;
            call.Arguments.Append(ReplyJson.Text(function, "arguments"));
        }
    }
}
