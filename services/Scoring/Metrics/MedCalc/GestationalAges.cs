using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>The durations in weeks and days of a text, as days: "('14 weeks', '2 days')", "14 weeks and 2 days", "14w2d", "14+2", "(14, 2)", "14 2/7 weeks".</summary>
internal static class GestationalAges
{
    private const string Quotes = """['"\u2019]*""";

    private static readonly Regex Shape = new(
        $@"\b(?<weeks>[0-9]{{1,2}})\s*(?:weeks?|wks?|w|semanas?){Quotes}\s*(?:,|and\b|y\b|&|\+|/)?\s*(?:and\b)?\s*{Quotes}(?<days>[0-9]{{1,2}})\s*(?:days?|d|d[i\u00ed]as?)\b"
        + @"|\b(?<weeks>[0-9]{1,2})\s+(?:and\s+)?(?<days>[0-6])/7(?:\s*(?:weeks?|wks?))?"
        + @"|\b(?<weeks>[0-9]{1,2})\s*(?:weeks?|wks?|semanas?)\b"
        + $@"|\(\s*{Quotes}(?<weeks>[0-9]{{1,2}}){Quotes}\s*,\s*{Quotes}(?<days>[0-9]{{1,2}}){Quotes}\s*\)"
        + @"|\b(?<weeks>[0-9]{1,2})\s*\+\s*(?<days>[0-6])\b"
        + @"|\b(?<days>[0-9]{1,3})\s*days?\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    // Of LaTeX, as in "14 \text{ weeks}"; blanked, so that places in the text stay the same.
    private static readonly Regex Markup = new(@"\\(?:text|textbf|mathrm|mathbf)\s*\{|\\[,;: ]|\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    internal static IReadOnlyList<Candidate> In(string text) =>
        [.. Shape.Matches(Markup.Replace(text, mark => new string(' ', mark.Length))).Select(match => new Candidate(match.Index, match.Index + match.Length, 7 * Count(match.Groups["weeks"]) + Count(match.Groups["days"])))];

    private static int Count(Group digits) => digits.Success ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;
}
