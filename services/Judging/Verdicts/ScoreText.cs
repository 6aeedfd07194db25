using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Judging.Verdicts;

/// <summary>Reads the mark that a juror wrote: 4, "4", "4/5", "4 out of 5", "four", "4 - good". What could mean two things is no mark.</summary>
internal static partial class ScoreText
{
    private const int LongestMark = 200;

    private static readonly Dictionary<string, double> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
    };

    /// <summary>The number, on the scale or not; null when it is none.</summary>
    /// <param name="text">What stands in the place of the mark.</param>
    /// <param name="scaleMin">Lowest mark.</param>
    /// <param name="scaleMax">Highest mark: a mark out of something else is none.</param>
    public static double? Read(string text, int scaleMin, int scaleMax)
    {
        var trimmed = text.Trim().Trim('*', '"', '\'', '_').Trim();
        if (trimmed.Length is 0 or > LongestMark) return null;
        // A yes-or-no criterion.
        if ((scaleMin, scaleMax) == (0, 1) && bool.TryParse(trimmed, out var met)) return met ? 1 : 0;
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)) return double.IsNaN(plain) ? null : plain;
        if (Pattern().Match(trimmed) is not { Success: true } match || Number(match.Groups["mark"].Value) is not { } mark) return null;
        return match.Groups["of"] is { Success: true } most && Number(most.Value) != scaleMax ? null : mark;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : Words.TryGetValue(text, out var word) ? word : null;

    // A mark, perhaps out of the highest one, perhaps with words behind it that begin with a letter: "4 - 5" is no mark.
    [GeneratedRegex(
        @"^(?<mark>[+-]?\d+(\.\d+)?|[a-z]+)(\s*(/|out of)\s*(?<of>\d+(\.\d+)?|[a-z]+))?\.?(\s*[-–—:(,]\s*\(?[a-z][^0-9]*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
