using System.Globalization;
using System.Text;
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

    /// <summary>str.split().</summary>
    internal static string[] Words(string text)
    {
        var words = new List<string>();
        for (var from = 0; from < text.Length;)
        {
            var to = from;
            while (to < text.Length && !IsSpace(text[to])) to++;
            if (to > from) words.Add(text[from..to]);
            from = to + 1;
        }
        return [.. words];
    }

    /// <summary>HELM's normalize_text: lower case, no ASCII punctuation, no whole words a, an, the, single spaces.</summary>
    internal static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        // The only character whose lower case has two.
        foreach (var c in text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant())
            if (!char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c))) plain.Append(c);
        return string.Join(' ', Words(WithoutArticles(plain.ToString())));
    }

    private static string WithoutArticles(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var from = 0; from < text.Length;)
        {
            var to = from;
            while (to < text.Length && InWord(text, to, out var length)) to += length;
            if (to == from)
            {
                kept.Append(text[from++]);
                continue;
            }
            var word = text.AsSpan(from, to - from);
            kept.Append(word is "a" or "an" or "the" ? " " : word);
            from = to;
        }
        return kept.ToString();
    }

    /// <summary>Whether Python's \w takes a character: letters and numbers of every kind.</summary>
    private static bool InWord(string text, int at, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        return Rune.IsLetter(rune) || Rune.IsNumber(rune);
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
