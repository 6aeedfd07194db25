using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Reads the form that an answer must have.</summary>
internal static class ChatFormat
{
    public static ResponseFormat? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var format = new ResponseFormat();
        var type = "";
        json.EnterObject("response_format");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "type": type = json.Text("response_format.type"); break;
                case var _ when json.IsNull(): break;
                case "json_schema": ReadSchema(ref json, body, format); break;
                default: throw OpenAiException.Invalid("response_format." + name, "is not understood here.");
            }
        }
        format.Kind = type switch
        {
            "text" => ResponseFormat.Types.Kind.Unspecified,
            "json_object" => ResponseFormat.Types.Kind.JsonObject,
            "json_schema" => ResponseFormat.Types.Kind.JsonSchema,
            _ => throw OpenAiException.Invalid("response_format.type", "must be text, json_object or json_schema."),
        };
        return type == "text" ? null : format;
    }

    private static void ReadSchema(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ResponseFormat format)
    {
        json.EnterObject("response_format.json_schema");
        while (json.NextField() is { } name)
        {
            switch (name)
            {
                case "name": format.Name = json.Text("response_format.json_schema.name"); break;
                case "strict": format.Strict = json.Flag("response_format.json_schema.strict"); break;
                case var _ when json.IsNull(): break;
                case "schema": format.SchemaJson = json.Raw(body); break;
                default: throw OpenAiException.Invalid("response_format.json_schema." + name, "is not understood here.");
            }
        }
    }
}
