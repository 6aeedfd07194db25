using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Templates;

/// <summary>Liquid filters of our own. Their names in templates are in lower case with "_" between words.</summary>
internal static class RowFilters
{
    private static readonly JsonSerializerOptions PlainJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>7 with width 4 is "0007".</summary>
    public static string ZeroPad(object? input, int width) => Text(input).PadLeft(width, '0');

    /// <summary>
    /// Undoes damage from careless CSV export: a quotation mark that ends the text without a partner goes, and three
    /// in a row become one.
    /// </summary>
    public static string TidyQuotes(string? input)
    {
        var text = (input ?? "").Trim().Replace("\"\"\"", "\"", StringComparison.Ordinal);
        return text.EndsWith('"') && text.AsSpan().Count('"') % 2 == 1 ? text[..^1].TrimEnd() : text;
    }

    /// <summary>The text up to the first mark; all of it where there is none.</summary>
    public static string Before(object? input, string mark)
    {
        var text = Text(input);
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? text : text[..at];
    }

    /// <summary>The text from behind the first mark; nothing where there is none.</summary>
    public static string After(object? input, string mark)
    {
        var text = Text(input);
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + mark.Length)..];
    }

    /// <summary>Up to the first line break.</summary>
    public static string FirstLine(object? input)
    {
        var text = Text(input);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    public static string TrimLines(object? input) =>
        string.Join('\n', Text(input).ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    /// <summary>Each run of letters with a capital first and small letters after it, as Python's str.title.</summary>
    public static string TitleCase(object? input)
    {
        var text = new StringBuilder(Text(input));
        for (var i = 0; i < text.Length; i++)
            text[i] = i > 0 && char.IsLetter(text[i - 1]) ? char.ToLowerInvariant(text[i]) : char.ToUpperInvariant(text[i]);
        return text.ToString();
    }

    /// <summary>The first entry of a list with the lowest number in a field; entries without a number are left out.</summary>
    public static object? Lowest(IEnumerable? input, string field) => (input ?? Array.Empty<object>()).OfType<IReadOnlyDictionary<string, object?>>()
        .Select(entry => (Entry: entry, Number: decimal.TryParse(RowPath.Text(entry, field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null))
        .Where(e => e.Number is not null)
        .OrderBy(e => e.Number)
        .Select(e => e.Entry)
        .FirstOrDefault();

    /// <summary>Compact JSON.</summary>
    public static string Json(object? input) => JsonSerializer.Serialize(input, PlainJson);

    /// <summary>As Python prints a value: texts in quotation marks, lists in brackets.</summary>
    public static string PythonRepr(object? input) => PythonText.Repr(input);

    /// <summary>Tokens of the text (cl100k_base).</summary>
    public static int TokenCount(object? input) => Tokens.Count(Text(input));

    private static string Text(object? input) => input is IEnumerable and not string
        ? throw new InvalidCastException("A list where a text is wanted.")
        : Convert.ToString(input, CultureInfo.InvariantCulture) ?? "";
}
