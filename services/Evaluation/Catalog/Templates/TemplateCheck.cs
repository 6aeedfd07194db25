namespace MedHelm.Evaluation.Catalog.Templates;

/// <summary>What a template is given and must use. Checked at load by rendering it once with made-up values.</summary>
internal sealed class TemplateCheck(string? open, IReadOnlyList<(string Name, object? Value)> variables, params IReadOnlyList<string> required)
{
    private static readonly Dictionary<string, object> Row = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, object> Position = new(StringComparer.Ordinal) { ["index"] = 0, ["number"] = 1, ["file"] = 0 };

    private static readonly object[] Options =
    [
        new Dictionary<string, object>(StringComparer.Ordinal) { ["letter"] = "A", ["text"] = "first" },
        new Dictionary<string, object>(StringComparer.Ordinal) { ["letter"] = "B", ["text"] = "second" },
    ];

    private static readonly object[] Criteria =
        [new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = "accuracy", ["description"] = "Is it right?" }];

    /// <summary>Over a row: its fields are unknown until data is read, so any name under "row" passes here.</summary>
    public static readonly TemplateCheck OverRow = new("row", [("row", Row), ("position", Position)]);

    public static readonly TemplateCheck PromptWithOptions = new(null, [("input", "text"), ("options", Options)], "input", "options");

    public static readonly TemplateCheck Prompt = new(null, [("input", "text")], "input");

    public static readonly TemplateCheck Rubric =
        new(null, [("question", "q"), ("response", "r"), ("gold_response", "g"), ("criteria", Criteria)], "response", "criteria");

    public (LiquidTemplate Template, TemplateFault? Fault) Parse(string text)
    {
        var template = LiquidTemplate.Empty;
        try
        {
            template = LiquidTemplate.Parse(text);
            template.Try(open, [.. variables]);
        }
        catch (TemplateException e)
        {
            return (template, TemplateFault.Locate(text, e.Message));
        }

        var unused = required.Where(name => !text.Contains(name, StringComparison.Ordinal)).ToList();
        return (template, unused.Count == 0 ? null : new(0, $"must use {string.Join(" and ", unused.Select(u => "{{ " + u + " }}"))}."));
    }
}
