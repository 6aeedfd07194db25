using System.Text.Json;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Turns JSON into the plain values that rows are made of.</summary>
internal static class JsonValues
{
    /// <summary>What is wrong with an item whose text the JSON reader refuses with an InvalidOperationException.</summary>
    public const string NoUnicode = "holds text that is not Unicode, such as half a surrogate pair (\\ud800 alone); repair it";

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
