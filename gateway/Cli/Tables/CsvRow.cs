using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Cli.Tables;

/// <summary>One row of a CSV file. What is wrong with a cell is said with file, line and column.</summary>
internal sealed partial class CsvRow(CsvTable table, int line, string[] cells)
{
    private const int LongestShown = 40;

    public int Line => line;

    /// <summary>The cell without the spaces around it; empty where there is no such column.</summary>
    public string Text(string column) => table.Place(column) is { } place ? cells[place].Trim() : "";

    /// <summary>The cell, which must not be empty.</summary>
    public string Name(string column) => Text(column) is { Length: > 0 } text ? text : throw Wrong(column, "must not be empty");

    /// <summary>A number such as 0.75 or 1,024; null for an empty cell.</summary>
    public double? OptionalNumber(string column) => Text(column).Length == 0 ? null : Number(column);

    public double Number(string column) =>
        double.TryParse(Digits(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(column, "must be a number such as 0.75", Text(column));

    public long Whole(string column) =>
        long.TryParse(Digits(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(column, "must be a whole number such as 1024", Text(column));

    /// <summary>US dollars in billionths.</summary>
    public long NanoUsd(string column)
    {
        if (decimal.TryParse(Digits(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd <= 9_000_000_000m)
            return (long)decimal.Round(usd * 1_000_000_000m);
        throw Wrong(column, "must be an amount in US dollars such as 12.50", Text(column));
    }

    /// <summary>What to throw about a cell.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="must">What it must be.</param>
    /// <param name="was">What it was; null to say nothing of it.</param>
    /// <param name="advice">What to do.</param>
    public CommandFailure Wrong(string column, string must, string? was = null, params IReadOnlyList<string> advice) =>
        new(ExitCodes.BadUsage, $"{table.File} line {line}, column '{column}': {must}{(was is null ? "" : $", was '{Short(was)}'")}", advice.Count > 0 ? advice : ["Mend that cell; an empty one means there is no value, where that is allowed."]);

    // Spreadsheets write thousands separators and a currency sign.
    private string Digits(string column)
    {
        var text = Text(column).TrimStart('$');
        return Grouped().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text;
    }

    private static string Short(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";

    [GeneratedRegex(@"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouped();
}
