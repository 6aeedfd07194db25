using MedHelm.Cli;
using MedHelm.Cli.Tables;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Stats;

public sealed class CsvTableTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Marks_quotes_line_ends_and_thousands_separators_are_understood()
    {
        var table = CsvTable.Read(Write("\ufeffName, Tokens ,Cost\r\n\"a, \"\"b\"\"\nc\",\"1,234,567\",\"$1,234.50 \"\r\n\r\nd,-5,0.07 \n"), "name", "tokens");
        Assert.Equal(["Name", "Tokens", "Cost"], table.Columns);
        Assert.Equal([(2, "a, \"b\"\nc", 1_234_567L, 1_234_500_000_000L), (5, "d", -5L, 70_000_000L)], table.Rows.Select(row => (row.Line, row.Text("name"), row.Whole("tokens"), row.NanoUsd("COST"))));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a\n", "has no rows")]
    [InlineData("x,y\n1,2\n", "line 1: has no column 'a'")]
    [InlineData("a,a\n1,2\n", "line 1: column 'a' is there twice")]
    [InlineData("a,b\n1,2\n1,2,3\n", "line 3: has 3 cells, but the first line names 2 columns")]
    [InlineData("a,b\n\"x\n\"y,2\n", "line 3: text follows a closing quote")]
    [InlineData("a,b\n1,\"x\n", "line 2: a quote is opened and never closed")]
    public void A_file_that_cannot_be_read_is_refused_with_line_and_reason(string text, string reason)
    {
        var failure = Assert.Throws<CommandFailure>(() => CsvTable.Read(Write(text), "a"));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Advice);
    }

    [Theory]
    [InlineData("1,23")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("much")]
    public void What_is_no_number_is_said_with_file_line_and_column(string cell)
    {
        var file = Write($"a,b\n1,\"{cell}\"\n");
        var failure = Assert.Throws<CommandFailure>(() => CsvTable.Read(file).Rows[0].Number("b"));
        Assert.Equal($"{file} line 2, column 'b': must be a number such as 0.75, was '{cell}'", failure.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_text_is_said()
    {
        Assert.Contains("is not there", Assert.Throws<CommandFailure>(() => CsvTable.Read(Path.Combine(folder.Path, "none.csv"))).Message, StringComparison.Ordinal);
        var file = Path.Combine(folder.Path, "bytes.csv");
        File.WriteAllBytes(file, [0x61, 0x0a, 0xff, 0xfe]);
        Assert.Contains("is not UTF-8", Assert.Throws<CommandFailure>(() => CsvTable.Read(file)).Message, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var file = Path.Combine(folder.Path, "table.csv");
        File.WriteAllText(file, text);
        return file;
    }
}
