using System.Text.Json;
using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Gemini;

/// <summary>Writes the turns of a conversation as contents.</summary>
internal static class GeminiContents
{
    /// <exception cref="ProviderException">The result of a tool belongs to no call, or arguments are no JSON.</exception>
    public static JsonArray Of(Conversation conversation)
    {
        // Results name the function, not the call.
        var names = conversation.Messages.SelectMany(message => message.ToolCalls).GroupBy(call => call.Id, StringComparer.Ordinal)
            .ToDictionary(calls => calls.Key, calls => calls.Last().Name, StringComparer.Ordinal);
        return new JsonArray([.. Turn.Of(conversation).Select(turn => new JsonObject
        {
            ["role"] = turn.OfAssistant ? "model" : "user",
            ["parts"] = new JsonArray([.. turn.Messages.SelectMany(message => Parts(message, names))]),
        })]);
    }

    private static IEnumerable<JsonNode> Parts(Message message, Dictionary<string, string> names)
    {
        if (message.Role == Role.Tool)
        {
            if (!names.TryGetValue(message.ToolCallId, out var name)) throw BodyJson.Invalid("A tool's message must have the tool_call_id of an earlier call.");
            yield return new JsonObject { ["functionResponse"] = Named(message.ToolCallId, name, "response", Result(message.Content)) };
            yield break;
        }
        if (message.Content.Length > 0 || message.ToolCalls.Count == 0) yield return new JsonObject { ["text"] = message.Content };
        foreach (var call in message.ToolCalls)
            yield return new JsonObject { ["functionCall"] = Named(call.Id, call.Name, "args", BodyJson.Parsed(call.ArgumentsJson, $"The arguments of the call of '{call.Name}'") ?? new JsonObject()) };
    }

    private static JsonObject Named(string id, string name, string field, JsonNode value)
    {
        var named = new JsonObject { ["name"] = name, [field] = value };
        if (id.Length > 0 && !id.StartsWith(GeminiFields.OwnId, StringComparison.Ordinal)) named["id"] = id;
        return named;
    }

    // The API takes only an object.
    private static JsonObject Result(string content)
    {
        try
        {
            if (JsonNode.Parse(content) is JsonObject result) return result;
        }
        catch (JsonException)
        {
            // Plain text, then.
        }
        return new JsonObject { ["result"] = content };
    }
}
