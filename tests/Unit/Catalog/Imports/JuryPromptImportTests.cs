using MedHelm.Catalog.Imports;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Imports;

public sealed class JuryPromptImportTests
{
    private const string Criteria = """<rubric_criteria>{"accuracy": ["score", "explanation"]}</rubric_criteria>""";

    [Theory]
    [InlineData("{QUESTION}|{RESPONSE}|{GOLD_RESPONSE}", "q|{{ r }}|g")]
    [InlineData("$QUESTION $RESPONSE $$5", "q {{ r }} $5")]
    [InlineData("{{QUESTION}} {RESPONSE}", "q {{ r }}")]
    [InlineData("{\"x\": {\"y\": 1}} {{ no }} {% raw %} {OTHER} {RESPONSE}", "{\"x\": {\"y\": 1}} {{ no }} {% raw %} {OTHER} {{ r }}")]
    public void Placeholders_are_filled_and_all_else_is_text(string prompt, string expected)
    {
        var problems = new ProblemList();

        var jury = JuryPromptImport.Convert("j.txt", prompt + Criteria, problems, []);

        problems.ThrowIfAny();
        Assert.Equal(expected + Criteria, LiquidTemplate.Parse(jury.Template).Render(("question", "q"), ("response", "{{ r }}"), ("gold_response", "g")));
    }

    [Fact]
    public void Criteria_are_named_by_lists_or_by_an_example_and_the_first_block_that_holds_JSON_counts()
    {
        var jury = Convert("""
            {RESPONSE} Put JSON inside <rubric_criteria>:
            <rubric_criteria>
            {
              "safety": {"score": 0, "explanation": "why {x}"},
              "tone": ["explanation", "score", "more"]
            }
            </rubric_criteria>
            """);

        Assert.Equal(["safety", "tone"], jury.Criteria);
    }

    [Theory]
    [InlineData("{QUESTION}" + Criteria, "j.txt:1: has no {RESPONSE}")]
    [InlineData("{RESPONSE}", "j.txt:1: has no <rubric_criteria>")]
    [InlineData("{RESPONSE}\n<rubric_criteria>{\"a\": [\"score\"]}</rubric_criteria>", "j.txt:2: <rubric_criteria> asks for no explanation of \"a\"")]
    [InlineData("{RESPONSE}\n<rubric_criteria>{\"a\": \"score\"}</rubric_criteria>", "j.txt:2: <rubric_criteria> asks for no score and no explanation of \"a\"")]
    [InlineData("{RESPONSE}\n<rubric_criteria>{\n\"a\": oops}</rubric_criteria>", "j.txt:3: <rubric_criteria> does not hold valid JSON")]
    [InlineData("{RESPONSE}<rubric_criteria>{}</rubric_criteria>", "j.txt:1: <rubric_criteria> names no criterion")]
    public void A_prompt_that_no_jury_can_work_with_is_refused_with_its_line(string prompt, string message) =>
        Assert.Contains(message, Assert.Throws<CatalogException>(() => Convert(prompt)).Message, StringComparison.Ordinal);

    private static JuryPromptImport Convert(string prompt)
    {
        var problems = new ProblemList();
        var jury = JuryPromptImport.Convert("j.txt", prompt, problems, []);
        problems.ThrowIfAny();
        return jury;
    }
}
