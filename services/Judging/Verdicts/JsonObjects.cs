using System.Text;
using System.Text.Json;

namespace MedHelm.Judging.Verdicts;

/// <summary>Finds JSON objects in whatever a model wrote around them: prose, code fences, other objects.</summary>
internal static class JsonObjects
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true };

    /// <summary>
    /// Every complete object in order of its opening brace, an outer one before those inside it; what is inside one that is whole by the
    /// caller's measure is part of it and left out. An object that is cut off or malformed is left out too, but complete ones inside it
    /// are found. Never throws.
    /// </summary>
    public static IEnumerable<JsonElement> In(string text, Predicate<JsonElement> whole)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = NextObject(bytes, 0); at >= 0;)
        {
            if (TryParse(bytes, at, out var parsed, out var length))
            {
                foreach (var found in ObjectsOf(parsed, whole)) yield return found;
                at = NextObject(bytes, at + length);
            }
            else
            {
                at = NextObject(bytes, at + 1);
            }
        }
    }

    /// <summary>The next brace that could open an object; looking ahead spares most failed parses, each of which costs an exception.</summary>
    private static int NextObject(ReadOnlySpan<byte> bytes, int from)
    {
        for (var at = from; at < bytes.Length; at++)
        {
            var brace = bytes[at..].IndexOf((byte)'{');
            if (brace < 0) return -1;
            at += brace;
            var inside = bytes[(at + 1)..].TrimStart(" \t\r\n"u8);
            if (inside.Length > 0 && inside[0] is (byte)'"' or (byte)'}') return at;
        }
        return -1;
    }

    private static bool TryParse(byte[] bytes, int at, out JsonElement parsed, out int length)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(at), Lenient);
            parsed = JsonElement.ParseValue(ref reader);
            length = (int)reader.BytesConsumed;
            return true;
        }
        catch (JsonException)
        {
            parsed = default;
            length = 0;
            return false;
        }
    }

    private static IEnumerable<JsonElement> ObjectsOf(JsonElement element, Predicate<JsonElement> whole) => element.ValueKind switch
    {
        JsonValueKind.Object when whole(element) => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => ObjectsOf(property.Value, whole)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => ObjectsOf(item, whole)),
        _ => [],
    };
}
