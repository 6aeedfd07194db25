using System.Text.RegularExpressions;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Templates;

/// <summary>What a template is given and must use. Checked at load by rendering it once with made-up values.</summary>
internal sealed partial class TemplateCheck(IReadOnlyList<string> open, IReadOnlyList<(string Name, object? Value)> variables, params IReadOnlyList<string> required)
{
    private static readonly Dictionary<string, object> Row = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, object> Position = new(StringComparer.Ordinal) { ["index"] = 0, ["number"] = 1, ["file"] = 0, ["pool"] = 0 };

    private static readonly object[] Options =
    [
        new Dictionary<string, object>(StringComparer.Ordinal) { ["letter"] = "A", ["text"] = Mark("options") },
        new Dictionary<string, object>(StringComparer.Ordinal) { ["letter"] = "B", ["text"] = "second" },
    ];

    private static readonly object[] Criteria =
        [new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = Mark("criteria"), ["description"] = "Is it right?" }];

    private static readonly (string, object?)[] RowVariables =
        [("row", Row), ("position", Position), ("file", Row), ("variant", Row), ("texts", Row)];

    /// <summary>Over a row: its fields are unknown until data is read, so any name under "row" and its like passes here.</summary>
    public static readonly TemplateCheck OverRow = new(["row", "file", "variant", "texts"], RowVariables);

    /// <summary>The same with one item of a list of the row.</summary>
    public static readonly TemplateCheck OverItem = new(["row", "file", "variant", "texts", "item"], [.. RowVariables, ("item", Row)]);

    /// <summary>The same with a text that may be cut.</summary>
    public static readonly TemplateCheck OverRowWithLongText = new(["row", "file", "variant", "texts"], [.. RowVariables, ("long_text", "text")], "long_text");

    public static readonly TemplateCheck PromptWithOptions = new([], [("input", Mark("input")), ("options", Options)], "input", "options");

    public static readonly TemplateCheck Prompt = new([], [("input", Mark("input"))], "input");

    public static readonly TemplateCheck Rubric =
        new([], [("question", "q"), ("response", Mark("response")), ("gold_response", "g"), ("criteria", Criteria)], "response");

    public (LiquidTemplate Template, TemplateFault? Fault) Parse(string text)
    {
        var template = LiquidTemplate.Empty;
        string made;
        try
        {
            template = LiquidTemplate.Parse(text);
            // What a template makes of a row that is not there yet is as unknown as the row.
            made = template.Try(open.Count == 0 ? open : [.. open, .. Assigned().Matches(text).Select(m => m.Groups["name"].Value)], [.. variables]);
        }
        catch (TemplateException e)
        {
            return (template, TemplateFault.Locate(text, e.Message));
        }

        // Over a row it may depend on the row whether a text is shown, so only its name can be looked for.
        var unused = required.Where(name => open.Count > 0 ? !text.Contains(name, StringComparison.Ordinal) : !made.Contains(Mark(name), StringComparison.Ordinal)).ToList();
        return (template, unused.Count == 0 ? null : new(0, $"must use {string.Join(" and ", unused.Select(u => "{{ " + u + " }}"))}."));
    }

    private static string Mark(string name) => $"\u27e6{name}\u27e7";

    [GeneratedRegex(@"\{%-?\s*(assign|capture)\s+(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assigned();
}
