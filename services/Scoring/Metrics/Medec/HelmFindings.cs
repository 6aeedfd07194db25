using System.Globalization;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>Findings as HELM's code reads them: whatever is not exactly CORRECT claims an error.</summary>
internal static partial class HelmFindings
{
    internal const long None = -1;
    private const long Unreadable = -2;

    internal static (bool Error, long Sentence) Of(string answer)
    {
        var text = PythonText.Strip(answer);
        if (text == Findings.Correct) return (false, None);
        return LeadingInteger().Match(text) is { Success: true } number ? (true, Integer(number.Value) ?? Unreadable) : (true, Unreadable);
    }

    /// <summary>The reference's number is sought in its whole text, so a number before a sentence is none.</summary>
    internal static (bool Error, long Sentence) OfReference(string reference)
    {
        var text = PythonText.Strip(reference);
        return text == Findings.Correct ? (false, None) : (true, Integer(text) ?? None);
    }

    private static long? Integer(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(@"\A[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LeadingInteger();
}
