using System.Text;
using System.Text.Json;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>Reads the value that a reader stands on, or says what it must be.</summary>
internal static class JsonValue
{
    public static bool IsNull(this ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null;

    public static string Text(this ref Utf8JsonReader json, string field) =>
        json.TokenType == JsonTokenType.String ? json.GetString()! : throw OpenAiException.Invalid(field, "must be a text.");

    /// <summary>Null is an empty text.</summary>
    public static string TextOrNone(this ref Utf8JsonReader json, string field) => json.IsNull() ? "" : json.Text(field);

    public static double Number(this ref Utf8JsonReader json, string field) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) ? number : throw OpenAiException.Invalid(field, "must be a number.");

    public static long Whole(this ref Utf8JsonReader json, string field, long least, long most)
    {
        if (json.TokenType != JsonTokenType.Number) throw OpenAiException.Invalid(field, "must be a number.");
        // 100.0 is a whole number to languages that know no others.
        if (!json.TryGetInt64(out var number))
        {
            if (!json.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > 1L << 53) throw OpenAiException.Invalid(field, "must be a whole number.");
            number = (long)real;
        }
        return number >= least && number <= most ? number : throw OpenAiException.Invalid(field, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be from {least} to {most}."));
    }

    /// <summary>Null is false.</summary>
    public static bool Flag(this ref Utf8JsonReader json, string field) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw OpenAiException.Invalid(field, "must be true or false."),
    };

    /// <summary>Steps into an object.</summary>
    public static void EnterObject(this ref Utf8JsonReader json, string field)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw OpenAiException.Invalid(field, "must be an object.");
    }

    /// <summary>Steps into a list.</summary>
    public static void EnterList(this ref Utf8JsonReader json, string field)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw OpenAiException.Invalid(field, "must be a list.");
    }

    /// <summary>The name of the next field, the reader on its value; null at the end of the object.</summary>
    public static string? NextField(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName) return null;
        var name = json.GetString();
        json.Read();
        return name;
    }

    /// <summary>True while there is another element, the reader on it.</summary>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>The value as it stands in the body.</summary>
    public static string Raw(this ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return Encoding.UTF8.GetString(body[start..(int)json.BytesConsumed]);
    }
}
