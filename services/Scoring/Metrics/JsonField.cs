using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Finds the answer field of a reply in JSON, whole or broken: models forget brackets, stop in the middle, wrap the object in
/// prose or code fences, or write single quotes.
/// </summary>
internal static class JsonField
{
    // An escaped quote inside a string does not match, so a field that is only quoted in the reasoning is not taken.
    private static readonly Regex Field = new(
        """
        ["'](?:(?:(?:final|correct|best|selected|chosen|predicted)_?)?(?:answer|choice|option)(?:_?(?:choice|letter|idx|option))?|letter|selection|prediction)["']\s*:\s*(?<list>\[)?\s*(?:(?<json>"(?:[^"\\]|\\.)*)"?|'(?<plain>[^']*)|(?<plain>[^\s"',{}\[\]][^,}\]\r\n]*))
        """.Trim(),
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    private static readonly Regex Another = new("""^\s*["']?\s*,\s*["']?[^"':,\]]+["']?\s*[,\]]""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>
    /// The value of the last field answer, answer_choice, final_answer, choice, selected_option or the like; empty when that is a list of several; null when there is no such field.
    /// </summary>
    internal static string? LastAnswer(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal)) return null;
        string? value = null;
        Match? last = null;
        foreach (Match field in Field.Matches(text))
        {
            last = field;
            var json = field.Groups["json"];
            value = json.Success ? Unescape(json.Value) : field.Groups["plain"].Value;
        }
        return last is not null && last.Groups["list"].Success && Another.IsMatch(text[(last.Index + last.Length)..]) ? "" : value;
    }

    private static string Unescape(string opened)
    {
        if (!opened.Contains('\\', StringComparison.Ordinal)) return opened[1..];
        try
        {
            return JsonSerializer.Deserialize<string>(opened + '"') ?? "";
        }
        catch (JsonException)
        {
            // Raw line breaks and unknown escapes are no JSON; the text itself is still the answer.
            return opened[1..];
        }
    }
}
