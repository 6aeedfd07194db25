using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Catalog.Imports;

/// <summary>A scale of marks that a jury's prompt speaks of, such as "1-5" or "from 1 to 5". Lines count from 1.</summary>
internal sealed partial record NamedScale(int Min, int Max, int Line)
{
    private const int Before = 80;
    private const int After = 40;

    /// <summary>Each scale once, at its first place. Ranges that nothing near them calls marks are of something else.</summary>
    public static IReadOnlyList<NamedScale> Find(string text) =>
    [
        .. Range().Matches(text)
            .Where(match => Marks().IsMatch(Near(text, match)))
            .Select(match => new NamedScale(Number(match, "min"), Number(match, "max"), 1 + text.AsSpan(0, match.Index).Count('\n')))
            .Where(scale => scale.Min < scale.Max)
            .DistinctBy(scale => (scale.Min, scale.Max)),
    ];

    private static string Near(string text, Match match)
    {
        var start = Math.Max(0, match.Index - Before);
        return text[start..Math.Min(text.Length, match.Index + match.Length + After)];
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // Scales begin at 0 or 1; a digit, point, slash or hyphen beside it makes it a date, a version or the like.
    [GeneratedRegex(@"(?<![\w.,/-])(?<min>[01])\s*(?:-|\u2010|\u2011|\u2013|\u2014|\bto\b|\bthrough\b)\s*(?<max>100|[1-9][0-9]?)(?![\w/-]|[.,][0-9]|\s*%)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:scale|scor|rat(?:e|ing)|mark|grade|grading|point|likert)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Marks();
}
