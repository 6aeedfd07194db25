using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>Writes a Converse request, the same for streaming.</summary>
internal static class ConverseBody
{
    /// <exception cref="ProviderException">A part of the request cannot be written, or this API has no field for it.</exception>
    public static byte[] Write(ProviderRequest request)
    {
        var parameters = request.Parameters;
        var conversation = request.Conversation!;
        if (parameters.PresencePenalty != 0 || parameters.FrequencyPenalty != 0) throw BodyJson.Invalid("Bedrock's Converse takes no presence_penalty and no frequency_penalty; leave them out.");
        var body = new JsonObject { ["messages"] = new JsonArray([.. Turn.Of(conversation).Select(Message)]) };
        if (Turn.Instructions(conversation).ToList() is { Count: > 0 } instructions) body["system"] = new JsonArray([.. instructions.Select(Text)]);
        if (Config(parameters) is { Count: > 0 } config) body["inferenceConfig"] = config;
        if (Tools(conversation) is { } tools) body["toolConfig"] = tools;
        if (Output(parameters, conversation.ResponseFormat) is { Count: > 0 } output) body["outputConfig"] = output;
        if (parameters.HasTopK) body["additionalModelRequestFields"] = new JsonObject { ["top_k"] = parameters.TopK };
        return BodyJson.Write(body, request, ConverseFields.Reserved);
    }

    private static JsonObject Config(DecodingParameters parameters)
    {
        var config = new JsonObject();
        if (parameters.MaxOutputTokens > 0) config["maxTokens"] = parameters.MaxOutputTokens;
        if (parameters.HasTemperature) config["temperature"] = parameters.Temperature;
        if (parameters.HasTopP) config["topP"] = parameters.TopP;
        if (parameters.Stop.Count > 0) config["stopSequences"] = new JsonArray([.. parameters.Stop.Select(stop => JsonValue.Create(stop))]);
        return config;
    }

    private static JsonObject Output(DecodingParameters parameters, ResponseFormat? format)
    {
        var output = new JsonObject();
        if (parameters.ReasoningEffort.Length > 0) output["effort"] = parameters.ReasoningEffort;
        if (format is { Kind: ResponseFormat.Types.Kind.JsonObject }) throw BodyJson.Invalid("Bedrock's Converse gives JSON only by a schema; give the response format one.");
        if (format is { Kind: ResponseFormat.Types.Kind.JsonSchema })
        {
            BodyJson.Parsed(format.SchemaJson, "The response format's schema");
            // The schema goes as a text.
            output["textFormat"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["structure"] = new JsonObject { ["jsonSchema"] = new JsonObject { ["name"] = format.Name.Length > 0 ? format.Name : "answer", ["schema"] = format.SchemaJson } },
            };
        }
        return output;
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
            yield return new JsonObject { ["toolResult"] = new JsonObject { ["toolUseId"] = message.ToolCallId, ["content"] = new JsonArray(Text(message.Content)) } };
            yield break;
        }
        // Blocks of nothing are refused.
        if (!string.IsNullOrWhiteSpace(message.Content)) yield return Text(message.Content);
        foreach (var call in message.ToolCalls)
        {
            yield return new JsonObject
            {
                ["toolUse"] = new JsonObject
                {
                    ["toolUseId"] = call.Id,
                    ["name"] = call.Name,
                    ["input"] = BodyJson.Parsed(call.ArgumentsJson, $"The arguments of the call of '{call.Name}'") ?? new JsonObject(),
                },
            };
        }
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };

    // There is no choice that forbids tools, so that they are left out.
    private static JsonObject? Tools(Conversation conversation)
    {
        if (conversation.Tools.Count == 0 || conversation.ToolChoice == "none") return null;
        var config = new JsonObject { ["tools"] = new JsonArray([.. conversation.Tools.Select(Tool)]) };
        if (conversation.ToolChoice.Length == 0) return config;
        config["toolChoice"] = conversation.ToolChoice switch
        {
            "auto" => new JsonObject { ["auto"] = new JsonObject() },
            "required" => new JsonObject { ["any"] = new JsonObject() },
            var name => new JsonObject { ["tool"] = new JsonObject { ["name"] = name } },
        };
        return config;
    }

    private static JsonObject Tool(Tool tool)
    {
        var spec = new JsonObject { ["name"] = tool.Name };
        if (tool.Description.Length > 0) spec["description"] = tool.Description;
        spec["inputSchema"] = new JsonObject { ["json"] = BodyJson.Parsed(tool.ParametersJson, $"The parameters of the tool '{tool.Name}'") ?? new JsonObject { ["type"] = "object" } };
        if (tool.Strict) spec["strict"] = true;
        return new JsonObject { ["toolSpec"] = spec };
    }
}
