using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>
/// The numbers of a text: "33.87", "-3", "1,234.5", "1.2e-3", "1.2 x 10^-3", with or without a unit behind them. Digits that belong to a
/// name ("CHA2DS2"), an exponent ("m^2"), a denominator ("/1.73 m2", "3 out of 5"), an age ("87-year-old") or a list's numbering are no numbers.
/// </summary>
internal static class Numbers
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // "x 10^9/L" is a unit of blood counts, so the power must not be followed by a slash; Power() looks at that.
    private static readonly Regex Shape = new(
        """(?<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE](?<exponent>[+-]?[0-9]{1,3})|(?<times>\s?[xX*\u00d7]\s?10\s?(?:\^|\*\*)\s?[{(]?(?<power>[-\u2212+]?[0-9]{1,3})[)}]?))?""",
        Linear);

    private static readonly Regex Ending = new(@"^(?:st|nd|rd|th)\b|^-[A-Za-z]|^:[0-9]", Linear);

    internal static IReadOnlyList<Candidate> In(string text)
    {
        var found = new List<Candidate>();
        var numbering = new List<Candidate>();
        foreach (Match match in Shape.Matches(text))
        {
            var start = Sign(text, match.Index, out var negative);
            if (start < 0) continue;
            var end = match.Index + match.Length;
            var power = Power(match, text, ref end);
            if (Ending.IsMatch(text.AsSpan(end, Math.Min(4, text.Length - end)))) continue;
            var value = double.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture) * Math.Pow(10, power);
            if (!double.IsFinite(value)) continue;
            (IsNumbering(text, start, end) ? numbering : found).Add(new(start, end, negative ? -value : value));
        }
        return found.Count > 0 ? found : numbering;
    }

    /// <summary>Where the number begins with its sign; -1 when its digits belong to something else.</summary>
    private static int Sign(string text, int start, out bool negative)
    {
        negative = false;
        if (start == 0) return start;
        var before = text[start - 1];
        if (before is '-' or '\u2212' or '\u2013')
        {
            var outer = start > 1 ? text[start - 2] : ' ';
            negative = !char.IsLetterOrDigit(outer) && outer is not (')' or ']' or '.');
            return negative ? start - 1 : char.IsLetter(outer) ? -1 : start;
        }
        if (char.IsLetter(before) || before is '_' or '^' or '.') return -1;
        if (before == ':' && start > 1 && char.IsAsciiDigit(text[start - 2])) return -1;
        if (before == '*' && start > 2 && text[start - 2] == '*' && (char.IsLetterOrDigit(text[start - 3]) || text[start - 3] == ')')) return -1;
        var left = text.AsSpan(0, start).TrimEnd(' ');
        return left.EndsWith("/") || left.EndsWith(" per") || left.EndsWith(" out of") ? -1 : start;
    }

    private static int Power(Match match, string text, ref int end)
    {
        if (match.Groups["exponent"] is { Success: true } exponent) return int.Parse(exponent.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (match.Groups["times"] is not { Success: true } times) return 0;
        var unit = end < text.Length && text[end] == '/';
        if (unit) end = times.Index;
        return unit ? 0 : int.Parse(match.Groups["power"].Value.Replace('\u2212', '-'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>"1. First, ..." and "2) Then ..." at the beginning of a line.</summary>
    private static bool IsNumbering(string text, int start, int end)
    {
        if (end + 1 >= text.Length || text[end] is not ('.' or ')') || text[end + 1] != ' ') return false;
        var line = text.AsSpan(0, start).TrimEnd(" *");
        return line.Length == 0 || line[^1] == '\n';
    }
}
