using System.Text.Encodings.Web;
using System.Text.Json;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Formats;

public sealed class DocumentFormatTests : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FormatFolder folder = new();

    [Fact]
    public void Entries_of_a_list_inside_each_row_are_rows_under_their_parent()
    {
        var layout = new RowLayout(DatasetFormat.Json) { At = "exams", Map = "exam", Each = "data" };

        var rows = folder.ReadText(layout, """{"version": [1, {}], "exams": {"x": {"year": 2013, "data": [{"q": 1}, {"q": 2}]}, "y": {"data": []}, "z": {"data": [{"q": 3}]}}, "end": {}}""");

        Assert.Equal(["""{"q":1,"parent":{"year":2013,"exam":"x"}}""", """{"q":2,"parent":{"year":2013,"exam":"x"}}""", """{"q":3,"parent":{"exam":"z"}}"""], rows.Select(Json));
        Assert.Equal(["item 1", "item 2", "item 3"], rows.Select(r => r.Where));
    }

    [Theory]
    [InlineData("""{"a": [{"data": [{}]}, {}]}""", "item 2 has no list \"data\"")]
    [InlineData("""{"a": [{"data": [{}, 1]}]}""", "entry 2 of \"data\" in item 1 is not an object")]
    [InlineData("""{"a": [{"data": [{"parent": 1}]}]}""", "has a field \"parent\" of its own")]
    [InlineData("""{"a": [{"data": [{}]}], "b": """, "incomplete")]
    [InlineData("""{"a": [{"data": [{}]}]} x""", "not valid JSON")]
    [InlineData("""{"b": []}""", "there is no \"a\"")]
    public void JSON_without_the_rows_that_the_definition_says_is_refused(string json, string message) =>
        Assert.Contains(message, folder.RefusalOfText(new(DatasetFormat.Json) { At = "a", Each = "data" }, json), StringComparison.Ordinal);

    [Fact]
    public void Elements_of_one_name_are_rows_at_any_depth()
    {
        var path = folder.Write("quiz.xml", """
            <quiz><Question id="1"><Text>a &amp; b</Text><Answers><Answer rank="2">x</Answer></Answers></Question>
            <part><Question id="2"><Text></Text><Answers><Answer rank="1">y</Answer><Answer rank="3"><![CDATA[<z>]]></Answer></Answers><Hint>1</Hint><Hint>2</Hint></Question></part></quiz>
            """);

        var rows = folder.Read(new(DatasetFormat.Xml) { At = "Question", Lists = ["Answer"] }, path);

        Assert.Equal("""{"id":"1","Text":"a & b","Answers":{"Answer":[{"rank":"2","text":"x"}]},"name":"quiz"}""", Json(rows[0]));
        Assert.Equal("""{"id":"2","Text":"","Answers":{"Answer":[{"rank":"1","text":"y"},{"rank":"3","text":"<z>"}]},"Hint":["1","2"],"name":"quiz"}""", Json(rows[1]));
        Assert.Equal("element 2", rows[1].Where);
    }

    [Fact]
    public void A_document_can_be_one_row()
    {
        var path = folder.Write("17.xml", "<?xml version=\"1.0\"?><Patient>\n<TEXT><![CDATA[\nRecord\n]]></TEXT>\n<TAGS><DRUG met=\"not met\" /><SPEAKS met=\"met\"/></TAGS>\n</Patient>");

        var row = Assert.Single(folder.Read(new(DatasetFormat.Xml), path));

        Assert.Equal("""{"TEXT":"\nRecord\n","TAGS":{"DRUG":{"met":"not met","text":""},"SPEAKS":{"met":"met","text":""}},"name":"17"}""", Json(row));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>", "document type")]
    [InlineData("<a><b></a>", "line 1, position 9")]
    [InlineData("<a b=\"1\"><b>2</b></a>", "field \"b\"")]
    public void XML_that_cannot_be_read_safely_or_whole_is_refused(string xml, string message) =>
        Assert.Contains(message, folder.RefusalOfText(new(DatasetFormat.Xml), xml), StringComparison.Ordinal);

    [Fact]
    public void XML_that_is_too_deep_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));

        Assert.Contains("deep", folder.RefusalOfText(new(DatasetFormat.Xml), deep), StringComparison.Ordinal);
        Assert.Contains("deep", folder.RefusalOfText(new(DatasetFormat.Xml) { At = "b" }, deep), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_Word_document_begin_at_the_paragraphs_that_match()
    {
        const string Text = """
            <w:p><w:r><w:t>Preface</w:t></w:r></w:p>
            <w:p><w:r><w:br/><w:t>Run 1: </w:t></w:r><w:r><w:t>Why?</w:t></w:r></w:p>
            <w:p><w:pPr><w:rPr><w:color w:val="00FF00"/></w:rPr></w:pPr><w:r><w:rPr><w:color w:val="ff0000"/></w:rPr><w:t xml:space="preserve">So </w:t></w:r><w:hyperlink><w:r><w:t>and</w:t><w:tab/><w:t>so</w:t><w:br/></w:r></w:hyperlink></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            <w:p/>
            <w:p><w:r><w:rPr><w:color w:val="auto"/></w:rPr><w:t>one</w:t><w:br/><w:t>two</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:drawing><w:p><w:r><w:t>box</w:t></w:r></w:p></w:drawing></w:r></w:p>
            <w:p><w:r><w:rPr><w:color w:val="0000ff"/></w:rPr><w:t>Run 2: How?</w:t></w:r></w:p>
            """;

        var rows = folder.Read(new(DatasetFormat.Docx) { Start = "^Run [0-9]+: " }, OfficeFiles.Word(folder, Text));

        Assert.Equal("""{"heading":"Run 1: Why?","heading_colours":[],"body":"So and\tso\n\none\ntwo","colours":["FF0000"]}""", Json(rows[0]));
        Assert.Equal("""{"heading":"Run 2: How?","heading_colours":["0000FF"],"body":"","colours":[]}""", Json(rows[1]));
        Assert.Equal("paragraph 2", rows[0].Where);
    }

    [Fact]
    public void A_row_of_a_Word_document_can_end_before_the_next_begins()
    {
        var path = OfficeFiles.Word(folder, string.Concat(new[] { "Run 1", "a", "End", "b", "Run 2", "c" }.Select(t => $"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>")));

        var rows = folder.Read(new(DatasetFormat.Docx) { Start = "^Run", End = "^End$" }, path);

        Assert.Equal(["a", "c"], rows.Select(r => r.Fields["body"]));
    }

    [Theory]
    [InlineData(null, "items.start")]
    [InlineData("(", "no regular expression")]
    [InlineData("(?=a)", "no regular expression")]
    [InlineData("^Walk", "none of its 1 paragraphs matches")]
    public void A_pattern_that_finds_no_rows_is_refused(string? start, string message)
    {
        var path = OfficeFiles.Word(folder, "<w:p><w:r><w:t>Run 1</w:t></w:r></w:p>");

        Assert.Contains(message, folder.Refusal(new(DatasetFormat.Docx) { Start = start }, path), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Json(Row row) => JsonSerializer.Serialize(row.Fields, Plain);
}
