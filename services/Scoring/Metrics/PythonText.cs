using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics;

/// <summary>How Python reads text, for metrics that reproduce HELM's code to the item.</summary>
internal static partial class PythonText
{
    // Python counts the four information separators as white space, .NET does not.
    private const string AlsoSpace = "\u001c\u001d\u001e\u001f";

    /// <summary>str.strip().</summary>
    internal static string Strip(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && IsSpace(text[from])) from++;
        while (to > from && IsSpace(text[to - 1])) to--;
        return text[from..to];
    }

    /// <summary>float(text); null where Python raises, and for infinities and NaN, which lie within no limits.</summary>
    internal static double? Float(string text)
    {
        var digits = Underscore().Replace(Strip(text), "");
        return Decimal().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    /// <summary>datetime.strptime(text, "%m/%d/%Y"); null where Python raises.</summary>
    internal static DateOnly? Date(string text)
    {
        if (MonthDayYear().Match(text) is not { Success: true } match) return null;
        var (month, day, year) = (Int(match, "month"), Int(match, "day"), Int(match, "year"));
        return month is >= 1 and <= 12 && year >= 1 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static int Int(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || AlsoSpace.Contains(c, StringComparison.Ordinal);

    [GeneratedRegex("(?<=[0-9])_(?=[0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Underscore();

    [GeneratedRegex(@"\A[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A(?<month>1[0-2]|0[1-9]|[1-9])/(?<day>3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9])/(?<year>[0-9]{4})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MonthDayYear();
}
