using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Writes a chat completion request. What was not asked for is not sent, because compatible servers refuse fields they do not know.</summary>
internal static class OpenAiBody
{
    /// <exception cref="ProviderException">A part of the request cannot be written.</exception>
    public static byte[] Write(ProviderRequest request, bool stream = false)
    {
        var parameters = request.Parameters;
        var conversation = request.Conversation!;
        var body = new JsonObject
        {
            ["model"] = request.Deployment.Model,
            ["messages"] = new JsonArray([.. conversation.Messages.Select(Message)]),
        };
        if (parameters.HasTemperature) body["temperature"] = parameters.Temperature;
        if (parameters.HasTopP) body["top_p"] = parameters.TopP;
        if (parameters.HasTopK) body["top_k"] = parameters.TopK;
        if (parameters.MaxOutputTokens > 0) body[request.Deployment.MaxTokensField] = parameters.MaxOutputTokens;
        if (parameters.HasSeed) body["seed"] = parameters.Seed;
        if (parameters.Stop.Count > 0) body["stop"] = new JsonArray([.. parameters.Stop.Select(stop => JsonValue.Create(stop))]);
        if (parameters.PresencePenalty != 0) body["presence_penalty"] = parameters.PresencePenalty;
        if (parameters.FrequencyPenalty != 0) body["frequency_penalty"] = parameters.FrequencyPenalty;
        if (parameters.ReasoningEffort.Length > 0) body["reasoning_effort"] = parameters.ReasoningEffort;
        if (conversation.Tools.Count > 0) body["tools"] = new JsonArray([.. conversation.Tools.Select(Tool)]);
        if (Choice(conversation.ToolChoice) is { } choice) body["tool_choice"] = choice;
        if (Form(conversation.ResponseFormat) is { } form) body["response_format"] = form;
        if (stream)
        {
            body["stream"] = true;
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }
        return BodyJson.Write(body, request, OpenAiFields.Reserved);
    }

    private static JsonObject Message(Message message)
    {
        var said = new JsonObject
        {
            ["role"] = message.Role switch { Role.System => "system", Role.Assistant => "assistant", Role.Tool => "tool", _ => "user" },
            ["content"] = message.Content.Length == 0 && message.ToolCalls.Count > 0 ? null : message.Content,
        };
        if (message.Name.Length > 0 && message.Role != Role.Tool) said["name"] = message.Name;
        if (message.Role == Role.Tool) said["tool_call_id"] = message.ToolCallId;
        if (message.ToolCalls.Count > 0) said["tool_calls"] = new JsonArray([.. message.ToolCalls.Select(Call)]);
        return said;
    }

    private static JsonObject Call(ToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.ArgumentsJson },
    };

    private static JsonObject Tool(Tool tool)
    {
        var function = new JsonObject { ["name"] = tool.Name };
        if (tool.Description.Length > 0) function["description"] = tool.Description;
        if (BodyJson.Parsed(tool.ParametersJson, $"The parameters of the tool '{tool.Name}'") is { } parameters) function["parameters"] = parameters;
        if (tool.Strict) function["strict"] = true;
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    private static JsonNode? Choice(string choice) => choice switch
    {
        "" => null,
        "auto" or "none" or "required" => choice,
        _ => new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = choice } },
    };

    private static JsonObject? Form(ResponseFormat? format)
    {
        switch (format?.Kind)
        {
            case ResponseFormat.Types.Kind.JsonObject:
                return new JsonObject { ["type"] = "json_object" };
            case ResponseFormat.Types.Kind.JsonSchema:
                var schema = new JsonObject
                {
                    ["name"] = format.Name.Length > 0 ? format.Name : "answer",
                    ["schema"] = BodyJson.Parsed(format.SchemaJson, "The response format's schema"),
                };
                if (format.Strict) schema["strict"] = true;
                return new JsonObject { ["type"] = "json_schema", ["json_schema"] = schema };
            default:
                return null;
        }
    }
}
