using System.Text.RegularExpressions;

namespace MedHelm.Judging.Rubrics;

/// <summary>
/// Keeps inserted text from opening or closing the tags a rubric puts around it: an answer that contains
/// "&lt;/response&gt;" would otherwise speak to the juror in the rubric's voice. The brackets of such a tag become ‹ and ›, so
/// that people and jurors still see what was written; every other text stays as it is. Only tags that the template closes
/// count, in any case, with spaces or attributes, finished or not. What a text argues inside its tags is for the juror to see through.
/// </summary>
internal sealed partial class TagGuard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Regex? tag;

    public TagGuard(string template)
    {
        var names = ClosingTag().Matches(template)
            .Select(match => Regex.Escape(match.Groups["name"].Value))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (names.Count == 0) return;
        // Atomic groups: a long run of spaces must not be tried in every split.
        tag = new Regex(
            $@"<(?<inner>(?>\s*)/?(?>\s*)(?:{string.Join('|', names)})(?![\w.:-])[^<>]*)(?<end>>?)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
    }

    public string Neutralize(string text) => tag is null
        ? text
        : tag.Replace(text, match => $"‹{match.Groups["inner"].Value}{(match.Groups["end"].Length > 0 ? "›" : "")}");

    [GeneratedRegex(@"</(?<name>[A-Za-z_][\w.:-]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ClosingTag();
}
