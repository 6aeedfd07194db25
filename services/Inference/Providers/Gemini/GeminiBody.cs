using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Gemini;

/// <summary>Writes a request to generate content.</summary>
internal static class GeminiBody
{
    /// <exception cref="ProviderException">A part of the request cannot be written.</exception>
    public static byte[] Write(ProviderRequest request)
    {
        var conversation = request.Conversation!;
        var body = new JsonObject { ["contents"] = GeminiContents.Of(conversation) };
        if (Turn.Instructions(conversation).ToList() is { Count: > 0 } instructions)
            body["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray([.. instructions.Select(text => new JsonObject { ["text"] = text })]) };
        if (conversation.Tools.Count > 0)
            body["tools"] = new JsonArray(new JsonObject { ["functionDeclarations"] = new JsonArray([.. conversation.Tools.Select(Tool)]) });
        if (Choice(conversation.ToolChoice) is { } choice) body["toolConfig"] = new JsonObject { ["functionCallingConfig"] = choice };
        if (Config(request.Parameters, conversation.ResponseFormat) is { Count: > 0 } config) body["generationConfig"] = config;
        return BodyJson.Write(body, request, GeminiFields.Reserved);
    }

    private static JsonObject Config(DecodingParameters parameters, ResponseFormat? format)
    {
        var config = new JsonObject();
        if (parameters.HasTemperature) config["temperature"] = parameters.Temperature;
        if (parameters.HasTopP) config["topP"] = parameters.TopP;
        if (parameters.HasTopK) config["topK"] = parameters.TopK;
        if (parameters.MaxOutputTokens > 0) config["maxOutputTokens"] = parameters.MaxOutputTokens;
        if (parameters.Stop.Count > 0) config["stopSequences"] = new JsonArray([.. parameters.Stop.Select(stop => JsonValue.Create(stop))]);
        if (parameters.HasSeed) config["seed"] = parameters.Seed;
        if (parameters.PresencePenalty != 0) config["presencePenalty"] = parameters.PresencePenalty;
        if (parameters.FrequencyPenalty != 0) config["frequencyPenalty"] = parameters.FrequencyPenalty;
        if (parameters.ReasoningEffort.Length > 0) config["thinkingConfig"] = new JsonObject { ["thinkingLevel"] = parameters.ReasoningEffort };
        if (format is { Kind: not ResponseFormat.Types.Kind.Unspecified }) config["responseMimeType"] = "application/json";
        // responseSchema takes only a part of JSON Schema; this one takes it as it is written.
        if (format is { Kind: ResponseFormat.Types.Kind.JsonSchema }) config["responseJsonSchema"] = BodyJson.Parsed(format.SchemaJson, "The response format's schema");
        return config;
    }

    private static JsonObject Tool(Tool tool)
    {
        var function = new JsonObject { ["name"] = tool.Name };
        if (tool.Description.Length > 0) function["description"] = tool.Description;
        if (BodyJson.Parsed(tool.ParametersJson, $"The parameters of the tool '{tool.Name}'") is { } parameters) function["parametersJsonSchema"] = parameters;
        return function;
    }

    private static JsonObject? Choice(string choice) => choice switch
    {
        "" => null,
        "auto" => new JsonObject { ["mode"] = "AUTO" },
        "none" => new JsonObject { ["mode"] = "NONE" },
        "required" => new JsonObject { ["mode"] = "ANY" },
        _ => new JsonObject { ["mode"] = "ANY", ["allowedFunctionNames"] = new JsonArray(choice) },
    };
}
