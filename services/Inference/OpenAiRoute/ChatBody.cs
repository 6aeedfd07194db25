using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Direct;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Reads a body of OpenAI's chat completions API in one pass.</summary>
internal static class ChatBody
{
    private const int MostAnswers = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="OpenAiException">It is no such body, or asks for what cannot be had; names the field.</exception>
    public static ChatQuestion Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadFields(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid Unicode.
            throw new OpenAiException(StatusCodes.Status400BadRequest, OpenAiException.InvalidType, "invalid_json", "The body is not valid JSON, or more than 64 levels deep.");
        }
    }

    private static ChatQuestion ReadFields(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, Options);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw OpenAiException.Invalid("body", "must be a JSON object.");
        var parameters = new DecodingParameters();
        var request = new CompleteRequest { Parameters = parameters };
        Dictionary<string, string>? options = null;
        var (answers, streams, includesUsage, mostTokens) = (1, false, false, 0L);
        var hasMessages = false;
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "model": request.Deployment = json.Text(name); break;
                case "messages": ChatMessages.Read(ref json, request.Messages); hasMessages = true; break;
                case "stream": streams = json.Flag(name); break;
                case "user" or "metadata" or "store" or "safety_identifier" or "prompt_cache_key" or "prompt_cache_retention": json.Skip(); break;
                case var _ when json.IsNull(): break;
                case "temperature": parameters.Temperature = json.Number(name); break;
                case "top_p": parameters.TopP = json.Number(name); break;
                case "top_k": parameters.TopK = (int)json.Whole(name, 1, int.MaxValue); break;
                case "max_tokens" or "max_completion_tokens":
                    var limit = json.Whole(name, 1, 10_000_000);
                    mostTokens = mostTokens == 0 || mostTokens == limit ? limit : throw OpenAiException.Invalid(name, "max_tokens and max_completion_tokens differ; send one of them.");
                    break;
                case "stop": ReadStop(ref json, parameters); break;
                case "seed": parameters.Seed = json.Whole(name, long.MinValue, long.MaxValue); break;
                case "presence_penalty": parameters.PresencePenalty = json.Number(name); break;
                case "frequency_penalty": parameters.FrequencyPenalty = json.Number(name); break;
                case "reasoning_effort": parameters.ReasoningEffort = json.Text(name); break;
                case "n": answers = (int)json.Whole(name, 1, MostAnswers); break;
                case "stream_options": includesUsage = ReadStreamOptions(ref json); break;
                case "tools": ChatTools.Read(ref json, body, request.Tools); break;
                case "tool_choice": request.ToolChoice = ChatTools.ReadChoice(ref json); break;
                case "response_format": request.ResponseFormat = ChatFormat.Read(ref json, body); break;
                default:
                    if (AsksForNothing(name, json)) json.Skip();
                    else if (ProviderOptions.WhyNot(name) is { } why) throw OpenAiException.Invalid(name, why);
                    else (options ??= new Dictionary<string, string>(StringComparer.Ordinal))[name] = json.Raw(body);
                    break;
            }
        }
        // Throws when something comes after the object.
        json.Read();
        if (request.Deployment.Length == 0) throw OpenAiException.Invalid("model", "must be the id of a deployment; GET /v1/models lists them.");
        if (!hasMessages || request.Messages.Count == 0) throw OpenAiException.Invalid("messages", "must hold at least one message.");
        parameters.MaxOutputTokens = (int)mostTokens;
        if (options is not null) request.ProviderOptionsJson = Together(options);
        return new ChatQuestion { Request = request, Answers = answers, Streams = streams, IncludesUsage = includesUsage };
    }

    /// <summary>True for fields that cannot be had, with the value that does not want them.</summary>
    private static bool AsksForNothing(string name, Utf8JsonReader json) => name switch
    {
        "logprobs" => json.TokenType == JsonTokenType.False,
        "top_logprobs" => json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var most) && most == 0,
        "service_tier" => json.TokenType == JsonTokenType.String && (json.ValueTextEquals("auto"u8) || json.ValueTextEquals("default"u8)),
        "modalities" => json.TokenType == JsonTokenType.StartArray && json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals("text"u8)
            && json.Read() && json.TokenType == JsonTokenType.EndArray,
        _ => false,
    };

    private static void ReadStop(ref Utf8JsonReader json, DecodingParameters parameters)
    {
        parameters.Stop.Clear();
        if (json.TokenType == JsonTokenType.String)
        {
            parameters.Stop.Add(json.Text("stop"));
            return;
        }
        if (json.TokenType != JsonTokenType.StartArray) throw OpenAiException.Invalid("stop", "must be a text or a list of texts.");
        while (json.NextElement()) parameters.Stop.Add(json.Text("stop"));
    }

    private static bool ReadStreamOptions(ref Utf8JsonReader json)
    {
        var includesUsage = false;
        json.EnterObject("stream_options");
        while (json.NextField() is { } name)
        {
            if (name == "include_usage") includesUsage = json.Flag("stream_options.include_usage");
            else json.Skip();
        }
        return includesUsage;
    }

    private static string Together(Dictionary<string, string> options)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in options)
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(JsonEncodedText.Encode(name)).Append("\":").Append(value);
        return text.Append('}').ToString();
    }
}
