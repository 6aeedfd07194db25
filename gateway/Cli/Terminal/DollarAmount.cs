using System.Globalization;

namespace MedHelm.Cli.Terminal;

/// <summary>Amounts of US dollars as people type them, in billionths as the services count them.</summary>
internal static class DollarAmount
{
    private const decimal PerDollar = 1_000_000_000m;

    /// <summary>"5", "0.25" or "$10.00" in billionths; null for anything else, for less than nothing, and for what is finer than a billionth.</summary>
    public static long? Parse(string text)
    {
        var digits = text.StartsWith('$') ? text[1..] : text;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) || dollars > long.MaxValue / PerDollar)
            return null;
        var nano = dollars * PerDollar;
        return nano == decimal.Truncate(nano) ? (long)nano : null;
    }

    /// <summary>As it is typed, rounded up to the cent: "10.00".</summary>
    public static string RoundedUp(decimal nanoUsd) =>
        (decimal.Ceiling(nanoUsd / PerDollar * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture);
}
