using System.Text.Json;

namespace MedHelm.Evaluation.Datasets.Formats;

/// <summary>Turns JSON into the plain values that rows are made of.</summary>
internal static class JsonValues
{
    public static Dictionary<string, object?> Fields(JsonElement item)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
            fields[property.Name] = Value(property.Value);
        return fields;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Fields(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        _ => null,
    };
}
