using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>The dates of a text, as day numbers: "09/23/2014" (month first), "2014-09-23", "September 23, 2014", "23 September 2014".</summary>
internal static class Dates
{
    private const string Month = "(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private const string Day = "(?<day>[0-9]{1,2})(?:st|nd|rd|th)?";

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Regex Shape = new(
        @"\b(?:(?<month>[0-9]{1,2})[/-](?<day>[0-9]{1,2})[/-](?<year>[0-9]{4})"
        + @"|(?<year>[0-9]{4})[/-](?<month>[0-9]{1,2})[/-](?<day>[0-9]{1,2})"
        + $@"|{Month}(?:\.?\s+|-){Day}(?:,?\s+|-)(?<year>[0-9]{{4}})"
        + $@"|{Day}(?:\s+(?:of\s+)?|-){Month}(?:\.?,?\s+|-)(?<year>[0-9]{{4}}))(?:\b|T[0-9])",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    internal static IReadOnlyList<Candidate> In(string text)
    {
        var found = new List<Candidate>();
        foreach (Match match in Shape.Matches(text))
        {
            var month = match.Groups["name"] is { Success: true } name
                ? Array.IndexOf(Months, name.Value[..3].ToLowerInvariant()) + 1
                : int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture);
            var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
            var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
            if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) continue;
            found.Add(new(match.Index, match.Index + match.Length, new DateOnly(year, month, day).DayNumber));
        }
        return found;
    }
}
