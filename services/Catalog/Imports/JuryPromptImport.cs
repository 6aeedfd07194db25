using System.Text.Json;
using System.Text.RegularExpressions;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>A jury's prompt as MedHELM's configurable benchmarks have it, as a template, and the criteria named in it.</summary>
internal sealed partial record JuryPromptImport(string Template, IReadOnlyList<string> Criteria)
{
    private static readonly string[] SubKeys = ["score", "explanation"];

    public static JuryPromptImport Convert(string file, string text, ProblemList problems, List<string> warnings)
    {
        var template = new LiquidText();
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            template.Literal(text[at..match.Index]);
            at = match.Index + match.Length;
            var name = match.Groups["name"].Value;
            if (name.Length == 0)
            {
                template.Literal("$");
                continue;
            }

            if (match.Value.StartsWith("{{", StringComparison.Ordinal) && shown.Add("{{"))
                warnings.Add($"{file}:{LineOf(text, match.Index)}: {match.Value} is read as {{{name}}}; HELM would leave a brace on each side of the text.");
            shown.Add(name);
            template.Value(name.ToLowerInvariant());
        }

        template.Literal(text[at..]);
        if (!shown.Contains("RESPONSE"))
            problems.Add(file, 1, "has no {RESPONSE}, so that the jury would not see the answer.");
        if (!shown.Contains("QUESTION"))
            warnings.Add($"{file}: has no {{QUESTION}}; the jury rates answers without seeing what was asked.");
        return new(template.Finish(), ReadCriteria(file, text, problems));
    }

    private static List<string> ReadCriteria(string file, string text, ProblemList problems)
    {
        var criteria = new List<string>();
        if (CriteriaBlock().Match(text) is not { Success: true } block)
        {
            problems.Add(file, 1, "has no <rubric_criteria>{...}</rubric_criteria>; put the criteria there, as JSON such as {\"accuracy\": [\"score\", \"explanation\"]}.");
            return criteria;
        }

        var json = block.Groups["json"];
        try
        {
            using var document = JsonDocument.Parse(json.Value);
            foreach (var criterion in document.RootElement.EnumerateObject())
            {
                if (string.IsNullOrWhiteSpace(criterion.Name) || criteria.Contains(criterion.Name, StringComparer.Ordinal))
                    problems.Add(file, LineOf(text, json.Index), $"<rubric_criteria> has a criterion without a name, or \"{criterion.Name}\" twice.");
                else if (SubKeys.Except(SubKeysOf(criterion.Value), StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
                    problems.Add(file, LineOf(text, json.Index), $"<rubric_criteria> asks for no {string.Join(" and no ", missing)} of \"{criterion.Name}\"; each criterion needs score and explanation.");
                criteria.Add(criterion.Name);
            }

            if (criteria.Count == 0)
                problems.Add(file, LineOf(text, json.Index), "<rubric_criteria> names no criterion.");
        }
        catch (JsonException e)
        {
            problems.Add(file, LineOf(text, json.Index) + (int)(e.LineNumber ?? 0), $"<rubric_criteria> does not hold valid JSON: {e.Message.Split(" LineNumber", StringSplitOptions.None)[0]}");
        }

        return criteria;
    }

    // A list of names, or an object that shows the form of a rating.
    private static IEnumerable<string> SubKeysOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(p => p.Name),
        JsonValueKind.Array => value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!),
        _ => [],
    };

    private static int LineOf(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    // HELM rewrites {NAME} to $NAME and fills Python's string.Template in, where $$ is a dollar sign.
    [GeneratedRegex(@"\{\{(?<name>QUESTION|RESPONSE|GOLD_RESPONSE)\}\}|\{(?<name>QUESTION|RESPONSE|GOLD_RESPONSE)\}|\$(?<name>QUESTION|RESPONSE|GOLD_RESPONSE)\b|\$\$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<rubric_criteria>\s*(?<json>\{.*?\})\s*</rubric_criteria>", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CriteriaBlock();
}
