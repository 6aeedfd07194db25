using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Responses;

/// <summary>Writes a request to OpenAI's responses.</summary>
internal static class ResponsesBody
{
    /// <exception cref="ProviderException">A part of the request cannot be written, or this API has no field for it.</exception>
    public static byte[] Write(ProviderRequest request, bool stream)
    {
        var parameters = request.Parameters;
        var conversation = request.Conversation!;
        if (parameters.Stop.Count > 0) throw BodyJson.Invalid("OpenAI's responses take no stop texts; leave them out, or use the provider openai.");
        if (parameters.HasTopK) throw BodyJson.Invalid("OpenAI's responses take no top_k; leave it out.");
        if (parameters.PresencePenalty != 0 || parameters.FrequencyPenalty != 0) throw BodyJson.Invalid("OpenAI's responses take no penalties; leave them out, or use the provider openai.");
        var leading = conversation.Messages.TakeWhile(message => message.Role == Role.System).ToList();
        // Not stored: what the provider keeps is beyond the reach of keys and deletion here.
        var body = new JsonObject { ["model"] = request.Deployment.Model, ["store"] = false };
        if (leading.Count > 0) body["instructions"] = string.Join("\n\n", leading.Select(message => message.Content));
        body["input"] = new JsonArray([.. conversation.Messages.Skip(leading.Count).SelectMany(Items)]);
        if (parameters.HasTemperature) body["temperature"] = parameters.Temperature;
        if (parameters.HasTopP) body["top_p"] = parameters.TopP;
        if (parameters.MaxOutputTokens > 0) body["max_output_tokens"] = parameters.MaxOutputTokens;
        if (parameters.ReasoningEffort.Length > 0) body["reasoning"] = new JsonObject { ["effort"] = parameters.ReasoningEffort };
        if (conversation.Tools.Count > 0) body["tools"] = new JsonArray([.. conversation.Tools.Select(Tool)]);
        if (Choice(conversation.ToolChoice) is { } choice) body["tool_choice"] = choice;
        if (Form(conversation.ResponseFormat) is { } form) body["text"] = new JsonObject { ["format"] = form };
        if (stream) body["stream"] = true;
        return BodyJson.Write(body, request, ResponsesFields.Reserved);
    }

    private static IEnumerable<JsonNode> Items(Message message)
    {
        if (message.Role == Role.Tool)
        {
            yield return new JsonObject { ["type"] = "function_call_output", ["call_id"] = message.ToolCallId, ["output"] = message.Content };
            yield break;
        }
        if (message.Content.Length > 0 || message.ToolCalls.Count == 0)
        {
            yield return new JsonObject
            {
                ["role"] = message.Role switch { Role.System => "system", Role.Assistant => "assistant", _ => "user" },
                ["content"] = message.Content,
            };
        }
        foreach (var call in message.ToolCalls)
            yield return new JsonObject { ["type"] = "function_call", ["call_id"] = call.Id, ["name"] = call.Name, ["arguments"] = call.ArgumentsJson };
    }

    // Where "strict" is absent this API, unlike the other, means true; and parameters are required.
    private static JsonObject Tool(Tool tool)
    {
        var function = new JsonObject { ["type"] = "function", ["name"] = tool.Name };
        if (tool.Description.Length > 0) function["description"] = tool.Description;
        function["parameters"] = BodyJson.Parsed(tool.ParametersJson, $"The parameters of the tool '{tool.Name}'") ?? new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() };
        function["strict"] = tool.Strict;
        return function;
    }

    private static JsonNode? Choice(string choice) => choice switch
    {
        "" => null,
        "auto" or "none" or "required" => choice,
        _ => new JsonObject { ["type"] = "function", ["name"] = choice },
    };

    private static JsonObject? Form(ResponseFormat? format) => format?.Kind switch
    {
        ResponseFormat.Types.Kind.JsonObject => new JsonObject { ["type"] = "json_object" },
        ResponseFormat.Types.Kind.JsonSchema => new JsonObject
        {
            ["type"] = "json_schema",
            ["name"] = format.Name.Length > 0 ? format.Name : "answer",
            ["schema"] = BodyJson.Parsed(format.SchemaJson, "The response format's schema"),
            ["strict"] = format.Strict,
        },
        _ => null,
    };
}
