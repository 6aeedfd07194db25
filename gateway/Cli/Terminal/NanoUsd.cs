using System.Globalization;

namespace MedHelm.Cli.Terminal;

/// <summary>Shows money that travels as billionths of a US dollar: cents above a dollar, four decimals below that,
/// three significant digits for what is smaller still.</summary>
internal static class NanoUsd
{
    private const decimal PerDollar = 1_000_000_000m;

    public static string Format(long nanoUsd)
    {
        var dollars = Math.Abs(nanoUsd / PerDollar);
        var sign = nanoUsd < 0 ? "-" : "";
        var digits = dollars >= 1
            ? dollars.ToString("N2", CultureInfo.InvariantCulture)
            : Small(decimal.Round(dollars, Decimals(dollars)));
        return $"{sign}${digits}";
    }

    private static string Small(decimal dollars) =>
        dollars.ToString(decimal.Round(dollars, 2) == dollars ? "F2" : $"F{Decimals(dollars)}", CultureInfo.InvariantCulture);

    private static int Decimals(decimal dollars)
    {
        if (dollars is 0 or >= 0.001m)
            return 4;
        var decimals = 5;
        for (var limit = 0.001m; dollars < limit && decimals < 9; limit /= 10)
            decimals++;
        return decimals;
    }
}
