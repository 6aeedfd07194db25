using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Reads the tools of a chat.</summary>
internal static class ChatTools
{
    public static void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, RepeatedField<Tool> tools)
    {
        json.EnterList("tools");
        tools.Clear();
        while (json.NextElement())
        {
            try
            {
                tools.Add(ReadTool(ref json, body));
            }
            catch (OpenAiException e)
            {
                throw e.In(string.Create(CultureInfo.InvariantCulture, $"tools[{tools.Count}]"));
            }
        }
    }

    /// <summary>A word, or the name of the one tool.</summary>
    public static string ReadChoice(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String) return json.GetString()!;
        var (type, tool) = ("", "");
        json.EnterObject("tool_choice");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "type": type = json.Text("tool_choice.type"); break;
                case "function": tool = ReadName(ref json); break;
                default: json.Skip(); break;
            }
        }
        return type == "function" && tool.Length > 0 ? tool : throw OpenAiException.Invalid("tool_choice", "must be auto, none, required or {\"type\": \"function\", \"function\": {\"name\": ...}}.");
    }

    private static Tool ReadTool(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        Tool? tool = null;
        json.EnterObject("tool");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "type" when json.TokenType != JsonTokenType.String || !json.ValueTextEquals("function"u8): throw OpenAiException.Invalid("type", "must be function.");
                case "type": break;
                case "function": tool = ReadFunction(ref json, body); break;
                default: throw OpenAiException.Invalid(name, "is not understood here.");
            }
        }
        return tool ?? throw OpenAiException.Invalid("function", "is missing.");
    }

    private static Tool ReadFunction(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var tool = new Tool();
        json.EnterObject("function");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "name": tool.Name = json.Text("function.name"); break;
                case "description": tool.Description = json.TextOrNone("function.description"); break;
                case "strict": tool.Strict = json.Flag("function.strict"); break;
                case var _ when json.IsNull(): break;
                case "parameters": tool.ParametersJson = json.Raw(body); break;
                default: throw OpenAiException.Invalid("function." + name, "is not understood here.");
            }
        }
        return tool;
    }

    private static string ReadName(ref Utf8JsonReader json)
    {
        var tool = "";
        json.EnterObject("tool_choice.function");
        while (json.NextField() is { } name)
        {
            if (name == "name") tool = json.Text("tool_choice.function.name");
            else json.Skip();
        }
        return tool;
    }
}
