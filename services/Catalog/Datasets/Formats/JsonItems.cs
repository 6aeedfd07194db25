using System.Text.Json;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The rows inside one JSON document, one in memory at a time.</summary>
internal sealed class JsonItems(JsonStream json, RowLayout layout)
{
    private const string Parent = "parent";
    private const string Advice = "check \"items\" in the definition.";

    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout)
    {
        using var content = TextInput.OpenUtf8(file, layout);
        using var rows = new JsonItems(new(content), layout).Rows().GetEnumerator();
        while (Next(rows, file, layout))
            yield return rows.Current;
    }

    // Bytes that are no text look like broken JSON; their place and the way out are of more help.
    private static bool Next(IEnumerator<Row> rows, SourceFile file, RowLayout layout)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (RowFormatException e)
        {
            if (TextInput.Fault(file, layout, e) is { } fault)
                throw fault;
            throw;
        }
    }

    private static Dictionary<string, object?> Fields(JsonElement item, string what)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new RowFormatException($"{what} is not an object ({{...}}).");
        try
        {
            return JsonValues.Fields(item);
        }
        catch (InvalidOperationException e)
        {
            throw new RowFormatException($"{what} {JsonValues.NoUnicode}.", e);
        }
    }

    private IEnumerable<Row> Rows()
    {
        Enter();
        var place = layout.At is null ? "the document" : $"\"{layout.At}\"";
        if (json.ReadToken().Type != (layout.Map is null ? JsonTokenType.StartArray : JsonTokenType.StartObject))
            throw new RowFormatException($"{place} is not {(layout.Map is null ? "an array of rows ([...])" : "an object of rows by key ({...})")}; {Advice}");
        var index = 0;
        for (var number = 1; NextItem(out var key); number++)
        {
            foreach (var fields in Item($"item {number}", key))
                yield return new(fields, index, ++index, "item");
        }

        json.ReadToEnd();
    }

    private bool NextItem(out string? key)
    {
        key = null;
        if (layout.Map is null)
            return !json.AtEndOfArray();
        (var token, key) = json.ReadToken();
        return token != JsonTokenType.EndObject;
    }

    private IEnumerable<IReadOnlyDictionary<string, object?>> Item(string what, string? key)
    {
        using var item = json.ReadValue();
        var fields = Fields(item.RootElement, what);
        if (layout.Map is { } map && !fields.TryAdd(map, key))
            throw new RowFormatException($"{what} has a field \"{map}\" of its own; name the key differently under \"items: map\".");
        if (layout.Each is not { } each)
            return [fields];
        if (!fields.Remove(each, out var inner) || inner is not List<object?> entries)
            throw new RowFormatException($"{what} has no list \"{each}\"; {Advice}");
        return entries.Select((entry, i) => Entry(entry, fields, $"entry {i + 1} of \"{each}\" in {what}"));
    }

    private static Dictionary<string, object?> Entry(object? entry, Dictionary<string, object?> outer, string what)
    {
        if (entry is not Dictionary<string, object?> fields)
            throw new RowFormatException($"{what} is not an object ({{...}}).");
        if (!fields.TryAdd(Parent, outer))
            throw new RowFormatException($"{what} has a field \"{Parent}\" of its own, the name under which the outer row is given; {Advice}");
        return fields;
    }

    private void Enter()
    {
        foreach (var part in layout.At?.Split('.') ?? [])
        {
            if (json.ReadToken().Type != JsonTokenType.StartObject)
                throw new RowFormatException($"there is no object that could hold \"{part}\"; {Advice}");
            while (true)
            {
                var (token, name) = json.ReadToken();
                if (token != JsonTokenType.PropertyName)
                    throw new RowFormatException($"there is no \"{part}\"; {Advice}");
                if (string.Equals(name, part, StringComparison.Ordinal))
                    break;
                json.ReadValue().Dispose();
            }
        }
    }
}
