using System.Globalization;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>Compares what two queries gave, as sets of rows: neither order nor repetition matters (EHRSQL, HELM).</summary>
internal static class RowSets
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether there is any row with a value that is not null.</summary>
    internal static bool HasValue(IEnumerable<object?[]> rows) => rows.Any(row => row.Any(value => value is not null));

    /// <summary>As Python compares tuples: whole and broken numbers of one value are equal, a number and a text never.</summary>
    internal static bool Same(IReadOnlyList<object?[]> x, IReadOnlyList<object?[]> y) => Keys(x).SetEquals(Keys(y));

    /// <summary>Numbers within a relative tolerance of 1e-9; a number and a text by how the number is written.</summary>
    internal static bool Alike(IReadOnlyList<object?[]> x, IReadOnlyList<object?[]> y) => Covers(x, y) && Covers(y, x);

    private static bool Covers(IReadOnlyList<object?[]> rows, IReadOnlyList<object?[]> others)
    {
        var exact = Keys(others);
        return rows.All(row => exact.Contains(Key(row)) || others.Any(other => Alike(row, other)));
    }

    private static HashSet<string> Keys(IReadOnlyList<object?[]> rows) => [.. rows.Select(Key)];

    private static string Key(object?[] row) => string.Join('\u0001', row.Select(value => value switch
    {
        null => "-",
        byte[] bytes => "b" + Convert.ToHexString(bytes),
        double number when number == Math.Floor(number) && Math.Abs(number) < 9e18 => "n" + ((long)number).ToString(CultureInfo.InvariantCulture),
        string text => "t" + text.Replace("\u0001", "\u0001\u0002", StringComparison.Ordinal),
        _ => "n" + Written(value),
    }));

    private static bool Alike(object?[] x, object?[] y)
    {
        if (x.Length != y.Length) return false;
        for (var i = 0; i < x.Length; i++)
            if (!Alike(x[i], y[i])) return false;
        return true;
    }

    private static bool Alike(object? x, object? y) => (x, y) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (byte[], _) or (_, byte[]) => false,
        (string a, string b) => a.Equals(b, StringComparison.Ordinal),
        (string a, _) => a.Equals(Written(y), StringComparison.Ordinal),
        (_, string b) => b.Equals(Written(x), StringComparison.Ordinal),
        (long a, long b) => a == b,
        _ => Near(Convert.ToDouble(x, CultureInfo.InvariantCulture), Convert.ToDouble(y, CultureInfo.InvariantCulture)),
    };

    // Infinity is within any share of itself, and so would be near every number.
    private static bool Near(double x, double y) =>
        x.Equals(y) || (double.IsFinite(x) && double.IsFinite(y) && Math.Abs(x - y) <= Tolerance * Math.Max(Math.Abs(x), Math.Abs(y)));

    private static string Written(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
