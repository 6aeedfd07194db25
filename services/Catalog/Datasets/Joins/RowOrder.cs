using System.Globalization;

namespace MedHelm.Catalog.Datasets.Joins;

/// <summary>Orders values of rows: numbers as numbers, everything else by the bytes of its text.</summary>
internal static class RowOrder
{
    public static int Compare(object? left, object? right) =>
        Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b) : string.CompareOrdinal(Text(left), Text(right));

    public static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static decimal? Number(object? value) => value switch
    {
        long whole => whole,
        decimal number => number,
        double number when Math.Abs(number) < 1e27 => (decimal)number,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
