using System.Text.Json;

namespace MedHelm.Evaluation.Datasets.Formats;

/// <summary>The rows inside one JSON document, one in memory at a time.</summary>
internal static class JsonItems
{
    public static IEnumerable<Row> Read(Stream stream, string? at, string? map)
    {
        var json = new JsonStream(stream);
        Enter(json, at);
        var place = at is null ? "the document" : $"\"{at}\"";
        var wanted = map is null ? JsonTokenType.StartArray : JsonTokenType.StartObject;
        if (json.ReadToken().Type != wanted)
            throw new RowFormatException($"{place} is not {(map is null ? "an array of rows ([...])" : "an object of rows by key ({...})")}; check \"items\" in the definition.");
        for (var index = 0; ; index++)
        {
            string? key = null;
            if (map is not null)
            {
                (var token, key) = json.ReadToken();
                if (token == JsonTokenType.EndObject)
                    yield break;
            }
            else if (json.AtEndOfArray())
            {
                yield break;
            }

            yield return new(ReadItem(json, index + 1, map, key), index, index + 1, "item");
        }
    }

    private static Dictionary<string, object?> ReadItem(JsonStream json, int number, string? map, string? key)
    {
        using var item = json.ReadValue();
        if (item.RootElement.ValueKind != JsonValueKind.Object)
            throw new RowFormatException($"item {number} is not an object ({{...}}).");
        var fields = Fields(item.RootElement, number);
        if (map is not null && !fields.TryAdd(map, key))
            throw new RowFormatException($"item {number} has a field \"{map}\" of its own; name the key differently under \"items: map\".");
        return fields;
    }

    private static Dictionary<string, object?> Fields(JsonElement item, int number)
    {
        try
        {
            return JsonValues.Fields(item);
        }
        catch (InvalidOperationException e)
        {
            throw new RowFormatException($"item {number} {JsonValues.NoUnicode}", e);
        }
    }

    private static void Enter(JsonStream json, string? at)
    {
        foreach (var part in at?.Split('.') ?? [])
        {
            if (json.ReadToken().Type != JsonTokenType.StartObject)
                throw new RowFormatException($"there is no object that could hold \"{part}\"; check \"items\" in the definition.");
            while (true)
            {
                var (token, name) = json.ReadToken();
                if (token != JsonTokenType.PropertyName)
                    throw new RowFormatException($"there is no \"{part}\"; check \"items\" in the definition.");
                if (string.Equals(name, part, StringComparison.Ordinal))
                    break;
                json.ReadValue().Dispose();
            }
        }
    }
}
