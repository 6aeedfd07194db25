using MedHelm.Catalog.Imports;
using MedHelm.Catalog.Templates;
using MedHelm.Catalog.Yaml;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Imports;

public sealed class PythonFormatTests
{
    private static readonly CsvSurvey Columns = new(["a", "Error Flag", "size", "first", "empty", "it's", "say \"x\"", "a|b", "größe", "9b"], 0, null);

    // The right-hand sides are what Python's str.format gives for a = "1".
    [Theory]
    [InlineData("{a}", "1")]
    [InlineData("x{a}y{a}z", "x1y1z")]
    [InlineData("{{a}}", "{a}")]
    [InlineData("{{{a}}}", "{1}")]
    [InlineData("{{{{ {a} }}}}", "{{ 1 }}")]
    [InlineData("{{% raw %}} {a}", "{% raw %} 1")]
    [InlineData("{{{{{{{a}", "{{{1")]
    [InlineData("{{\"score\": {{\"x\": 1}}}} {a}", "{\"score\": {\"x\": 1}} 1")]
    [InlineData("{a}}}%{{", "1}%{")]
    [InlineData("{absent}|{a}", "|1")]
    public void A_template_renders_as_the_format_string_does(string format, string expected)
    {
        var problems = new ProblemList();

        var template = PromptImport.Convert("p.txt", format, Columns, problems, []);

        problems.ThrowIfAny();
        Assert.Equal(expected, Render(template, "a", "1"));
    }

    [Theory]
    [InlineData("Error Flag")]
    [InlineData("size")]
    [InlineData("first")]
    [InlineData("empty")]
    [InlineData("it's")]
    [InlineData("say \"x\"")]
    [InlineData("größe")]
    public void A_column_of_any_name_shows_its_value(string column)
    {
        var problems = new ProblemList();

        var template = PromptImport.Convert("p.txt", "<{" + column + "}>", Columns, problems, []);

        problems.ThrowIfAny();
        Assert.Equal("<value {{ a }}>", Render(template, column, "value {{ a }}"));
    }

    [Theory]
    [InlineData("ok\n{", "p.txt:2: has a stray \"{\"")]
    [InlineData("ok\n\na } b", "p.txt:3: has a stray \"}\"")]
    [InlineData("{a{a}", "p.txt:1: has a stray \"{\"")]
    [InlineData("x\n{a!r}", "p.txt:2: field {a!r} has a conversion")]
    [InlineData("x\n{a:>10}", "p.txt:2: field {a:>10} has a format specifier")]
    [InlineData("{a.b}", "p.txt:1: field {a.b} reads an attribute")]
    [InlineData("{a[0]}", "p.txt:1: field {a[0]} reads an attribute or an index")]
    [InlineData("{}", "p.txt:1: field {} names no column")]
    [InlineData("{0}", "p.txt:1: field {0} names a position")]
    [InlineData("{\n \"score\": 1\n}", "p.txt:1: field {} spans lines")]
    public void What_a_template_cannot_say_is_refused_with_its_line(string format, string message)
    {
        var problems = new ProblemList();

        PromptImport.Convert("p.txt", format, Columns, problems, []);

        Assert.Contains(message, Assert.Throws<CatalogException>(problems.ThrowIfAny).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_without_a_column_is_told_once_with_its_line()
    {
        var warnings = new List<string>();

        PromptImport.Convert("p.txt", "{a}\n{ a } { a }", Columns, new(), warnings);

        Assert.StartsWith("p.txt:2: { a } is left empty", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static string Render(string template, string column, string value) =>
        LiquidTemplate.Parse(template).Render(("row", new Dictionary<string, object?>(StringComparer.Ordinal) { [column] = value }));
}
