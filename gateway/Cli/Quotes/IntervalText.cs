using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Quotes;

/// <summary>Shows a number with its bounds as "low - expected - high", and as one number where they are one.</summary>
internal static class IntervalText
{
    /// <summary>Between the numbers of an interval.</summary>
    public const string Separator = " - ";

    public static string Dollars(QuoteInterval? interval) => Of(interval, NanoUsd.Format);

    /// <summary>In thousands or millions where that is enough.</summary>
    public static string Tokens(QuoteInterval? interval) => Of(interval, Short);

    private static string Of(QuoteInterval? interval, Func<long, string> format) => interval switch
    {
        null => format(0),
        _ when interval.Low == interval.High => format(interval.Low),
        _ => $"{format(interval.Low)}{Separator}{format(interval.Expected)}{Separator}{format(interval.High)}",
    };

    private static string Short(long tokens) => tokens switch
    {
        < 10_000 => tokens.ToString("N0", CultureInfo.InvariantCulture),
        < 10_000_000 => (tokens / 1e3).ToString("N1", CultureInfo.InvariantCulture) + "k",
        _ => (tokens / 1e6).ToString("N1", CultureInfo.InvariantCulture) + "M",
    };
}
