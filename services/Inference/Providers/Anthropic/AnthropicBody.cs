using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Anthropic;

/// <summary>Writes a request for a message.</summary>
internal static class AnthropicBody
{
    /// <exception cref="ProviderException">A part of the request cannot be written, or this API has no field for it.</exception>
    public static byte[] Write(ProviderRequest request, bool stream)
    {
        var parameters = request.Parameters;
        var conversation = request.Conversation!;
        if (parameters.PresencePenalty != 0 || parameters.FrequencyPenalty != 0) throw BodyJson.Invalid("Anthropic takes no presence_penalty and no frequency_penalty; leave them out.");
        var body = new JsonObject
        {
            ["model"] = request.Deployment.Model,
            ["max_tokens"] = LimitOf(request),
            ["messages"] = new JsonArray([.. Turn.Of(conversation).Select(Message)]),
        };
        if (Turn.Instructions(conversation).ToList() is { Count: > 0 } instructions) body["system"] = new JsonArray([.. instructions.Select(Text)]);
        if (parameters.HasTemperature) body["temperature"] = parameters.Temperature;
        if (parameters.HasTopP) body["top_p"] = parameters.TopP;
        if (parameters.HasTopK) body["top_k"] = parameters.TopK;
        if (parameters.Stop.Count > 0) body["stop_sequences"] = new JsonArray([.. parameters.Stop.Select(stop => JsonValue.Create(stop))]);
        if (conversation.Tools.Count > 0) body["tools"] = new JsonArray([.. conversation.Tools.Select(Tool)]);
        if (Choice(conversation.ToolChoice) is { } choice) body["tool_choice"] = choice;
        if (parameters.ReasoningEffort.Length > 0) body["output_config"] = new JsonObject { ["effort"] = parameters.ReasoningEffort };
        AddForm(body, conversation);
        if (stream) body["stream"] = true;
        return BodyJson.Write(body, request, AnthropicFields.Reserved);
    }

    /// <summary>The API demands a limit, so that one is sent where the request names none.</summary>
    public static int LimitOf(ProviderRequest request) =>
        request.Parameters.MaxOutputTokens > 0 ? request.Parameters.MaxOutputTokens : request.Deployment.MostOutputTokens;

    private static void AddForm(JsonObject body, Conversation conversation)
    {
        switch (conversation.ResponseFormat?.Kind)
        {
            case ResponseFormat.Types.Kind.JsonSchema:
                var config = body["output_config"] as JsonObject ?? [];
                config["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = BodyJson.Parsed(conversation.ResponseFormat.SchemaJson, "The response format's schema") };
                body["output_config"] = config;
                break;
            case ResponseFormat.Types.Kind.JsonObject when conversation.Tools.Count > 0:
                throw BodyJson.Invalid("Anthropic gives free JSON only without tools; give the response format a schema.");
            case ResponseFormat.Types.Kind.JsonObject:
                body["tools"] = new JsonArray(new JsonObject
                {
                    ["name"] = AnthropicFields.FormTool,
                    ["description"] = "Takes the whole answer, as a JSON object.",
                    ["input_schema"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = true },
                });
                body["tool_choice"] = new JsonObject { ["type"] = "tool", ["name"] = AnthropicFields.FormTool };
                break;
        }
    }

    private static JsonObject Message(Turn turn) => new()
    {
        ["role"] = turn.OfAssistant ? "assistant" : "user",
        ["content"] = new JsonArray([.. turn.Messages.SelectMany(Blocks)]),
    };

    private static IEnumerable<JsonNode> Blocks(Message message)
    {
        if (message.Role == Role.Tool)
        {
            yield return new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = message.ToolCallId, ["content"] = message.Content };
            yield break;
        }
        // Blocks of nothing are refused.
        if (!string.IsNullOrWhiteSpace(message.Content)) yield return Text(message.Content);
        foreach (var call in message.ToolCalls)
        {
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = call.Id,
                ["name"] = call.Name,
                ["input"] = BodyJson.Parsed(call.ArgumentsJson, $"The arguments of the call of '{call.Name}'") ?? new JsonObject(),
            };
        }
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Tool(Tool tool)
    {
        var written = new JsonObject { ["name"] = tool.Name };
        if (tool.Description.Length > 0) written["description"] = tool.Description;
        written["input_schema"] = BodyJson.Parsed(tool.ParametersJson, $"The parameters of the tool '{tool.Name}'") ?? new JsonObject { ["type"] = "object" };
        if (tool.Strict) written["strict"] = true;
        return written;
    }

    private static JsonObject? Choice(string choice) => choice switch
    {
        "" => null,
        "auto" or "none" => new JsonObject { ["type"] = choice },
        "required" => new JsonObject { ["type"] = "any" },
        _ => new JsonObject { ["type"] = "tool", ["name"] = choice },
    };
}
