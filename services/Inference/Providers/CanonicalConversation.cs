using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>One text for all conversations that mean the same: fields in one order, embedded JSON with sorted names and no white space.</summary>
internal static class CanonicalConversation
{
    public static string Write(Conversation conversation)
    {
        var text = new StringBuilder();
        Write(conversation, text);
        return text.ToString();
    }

    /// <summary>One text for all forms of answer that mean the same.</summary>
    public static string Write(ResponseFormat format)
    {
        var text = new StringBuilder();
        Write(format, value => Field(text, value));
        return text.ToString();
    }

    private static void Write(Conversation conversation, StringBuilder text)
    {
        foreach (var message in conversation.Messages)
        {
            Field("message");
            Field(((int)message.Role).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Field(message.Name);
            Field(message.ToolCallId);
            Field(message.Content);
            foreach (var call in message.ToolCalls)
            {
                Field("call");
                Field(call.Id);
                Field(call.Name);
                Field(Json(call.ArgumentsJson));
            }
        }
        foreach (var tool in conversation.Tools)
        {
            Field("tool");
            Field(tool.Name);
            Field(tool.Description);
            Field(Schema(tool.ParametersJson));
            Field(tool.Strict ? "strict" : "");
        }
        // "auto" is what every provider does when there are tools and nothing is said.
        Field("choice");
        Field(conversation.ToolChoice is "auto" ? "" : conversation.ToolChoice);
        if (conversation.ResponseFormat is { Kind: not ResponseFormat.Types.Kind.Unspecified } format) Write(format, Field);

        void Field(string value) => CanonicalConversation.Field(text, value);
    }

    private static void Write(ResponseFormat format, Action<string> field)
    {
        field("format");
        field(((int)format.Kind).ToString(System.Globalization.CultureInfo.InvariantCulture));
        field(format.Name);
        field(Schema(format.SchemaJson));
        field(format.Strict ? "strict" : "");
    }

    private static void Field(StringBuilder text, string value) => text.Append(value.Length).Append(':').Append(value).Append('\n');

    /// <summary>JSON with its names in order and no white space; text that is no JSON stays as it is.</summary>
    public static string Json(string json) => Rewritten(json, keepProperties: false);

    /// <summary>
    /// The same for a JSON Schema, whose properties keep their order: models write them in that order, so a schema that asks for
    /// the reason before the answer is another question than one that asks for it afterwards.
    /// </summary>
    public static string Schema(string json) => Rewritten(json, keepProperties: true);

    private static string Rewritten(string json, bool keepProperties)
    {
        if (json.Length == 0) return "";
        try
        {
            return Sorted(JsonNode.Parse(json), keepProperties, keepOrder: false)?.ToJsonString() ?? "null";
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // ArgumentException: the same name twice. InvalidOperationException: no valid Unicode.
            return json;
        }
    }

    private static JsonNode? Sorted(JsonNode? node, bool keepProperties, bool keepOrder) => node switch
    {
        JsonObject map => new JsonObject((keepOrder ? map : map.OrderBy(field => field.Key, StringComparer.Ordinal).AsEnumerable())
            .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value, keepProperties, keepProperties && !keepOrder && field.Key == "properties")))),
        JsonArray list => new JsonArray([.. list.Select(item => Sorted(item, keepProperties, keepOrder: false))]),
        null => null,
        _ => node.DeepClone(),
    };
}
