using System.Globalization;

namespace MedHelm.Evaluation.Catalog.Templates;

/// <summary>Liquid filters of our own. Their names in templates are zero_pad and tidy_quotes.</summary>
internal static class RowFilters
{
    /// <summary>7 with width 4 is "0007".</summary>
    public static string ZeroPad(object? input, int width) =>
        Convert.ToString(input, CultureInfo.InvariantCulture)!.PadLeft(width, '0');

    /// <summary>
    /// Undoes damage from careless CSV export: a quotation mark that ends the text without a partner goes, and three
    /// in a row become one.
    /// </summary>
    public static string TidyQuotes(string? input)
    {
        var text = (input ?? "").Trim().Replace("\"\"\"", "\"", StringComparison.Ordinal);
        return text.EndsWith('"') && text.AsSpan().Count('"') % 2 == 1 ? text[..^1].TrimEnd() : text;
    }
}
