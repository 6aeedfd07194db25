using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.BillingCodes;

/// <summary>
/// The ICD-10 codes of a text, in upper case without dots: diagnoses (ICD-10-CM) with up to seven characters, letters among them, and
/// procedures (ICD-10-PCS) with seven.
/// </summary>
internal static class BillingCodeText
{
    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Without a dot, a letter counts in the fourth place before a digit or in full length only: "q12h" is a dosing interval.
    private const string Diagnosis = @"[A-Za-z][0-9][0-9ABab](?:\.(?:[0-9][0-9A-Za-z]{0,3}|[A-Z][0-9A-Z]{0,3})|[0-9A-Za-z]{4}|[0-9A-Za-z]?[0-9]{1,2}|[0-9])?";
    private const string Procedure = "[0-9B-DF-HXb-df-hx][0-9A-HJ-NP-Za-hj-np-z]{6}";

    private static readonly Regex Mentioned = new($@"\b(?:{Diagnosis}|{Procedure})\b", Linear);

    // The vitamin: ICD-10 has no category B12.
    private const string Vitamin = "B12";

    private static readonly Regex Whole = new("^[A-Za-z0-9][A-Za-z0-9.]{1,8}$", Linear);

    /// <summary>The codes an answer mentions.</summary>
    internal static FrozenSet<string> In(string text)
    {
        var plain = text.Replace("**", "", StringComparison.Ordinal).Replace('_', ' ');
        return Mentioned.Matches(plain).Select(match => Normal(match.Value)).Where(code => code != Vitamin && code.Any(char.IsAsciiDigit)).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The codes of references: lists separated by commas, semicolons or line breaks, whatever the classification.</summary>
    internal static FrozenSet<string> Listed(IEnumerable<string> references)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in references.SelectMany(text => text.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Whole.IsMatch(part) && part.Any(char.IsAsciiDigit)) codes.Add(Normal(part));
            else codes.UnionWith(In(part));
        }
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }

    private static string Normal(string code) => code.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
}
