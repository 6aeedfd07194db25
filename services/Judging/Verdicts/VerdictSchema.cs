using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>The form of a juror's reply as a JSON schema, for providers that hold models to one. What it asks for is what the rubric's prompt asks for.</summary>
internal static class VerdictSchema
{
    // A list of marks is understood by every provider; bounds are not.
    private const int MostMarks = 101;

    public static ResponseFormat Of(Rubric rubric) => new()
    {
        Kind = ResponseFormat.Types.Kind.JsonSchema,
        Name = "verdict",
        Strict = true,
        SchemaJson = Record(rubric.Criteria.Select(criterion => (criterion.Name, (JsonNode)Record([("score", Mark(rubric)), ("explanation", new JsonObject { ["type"] = "string" })])))).ToJsonString(),
    };

    private static JsonObject Record(IEnumerable<(string Name, JsonNode Schema)> fields)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (name, schema) in fields)
        {
            properties[name] = schema;
            required.Add(name);
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static JsonObject Mark(Rubric rubric)
    {
        var mark = new JsonObject { ["type"] = "integer" };
        var marks = rubric.ScaleMax - rubric.ScaleMin + 1;
        if (marks <= MostMarks) mark["enum"] = new JsonArray([.. Enumerable.Range(rubric.ScaleMin, marks).Select(value => JsonValue.Create(value))]);
        return mark;
    }
}
