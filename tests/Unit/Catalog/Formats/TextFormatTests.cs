using System.Diagnostics;
using System.Text;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Formats;

public sealed class TextFormatTests : IDisposable
{
    private readonly FormatFolder folder = new();

    [Fact]
    public void Tab_separated_values_are_quoted_as_comma_separated_ones()
    {
        var rows = folder.ReadText(new(DatasetFormat.Tsv), "id\ttext\n1\t\"a\tb\n\"\"c\"\"\"\n\n2\tx, y\n");

        Assert.Equal(["1", "a\tb\n\"c\""], rows[0].Fields.Values);
        Assert.True(rows[1].IsBlank);
        Assert.Equal(["2", "x, y"], rows[2].Fields.Values);
        Assert.Equal("record 4", rows[2].Where);
    }

    [Fact]
    public void Malformed_records_can_be_skipped_and_are_named()
    {
        var layout = new RowLayout(DatasetFormat.Csv) { SkipMalformed = true };

        var rows = folder.ReadText(layout, "id,text\n1,a\n2,b\"c\n3\n4,d\n");

        Assert.Equal(["1", "4"], rows.Select(r => r.Fields["id"]));
        Assert.Equal("record 5", rows[1].Where);
        Assert.Equal(["record 3 (line 3) has a stray quotation mark", "record 4 (line 4) has 1 values, but the first record names 2 columns"], folder.Skipped);
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_more_than_one_skipped_record() =>
        Assert.Contains("line 3", folder.RefusalOfText(new(DatasetFormat.Csv) { SkipMalformed = true }, "id,text\n1,a\n2,\"b\n3,c\n"), StringComparison.Ordinal);

    [Fact]
    public void Malformed_lines_of_JSON_can_be_skipped_and_are_named()
    {
        var rows = folder.ReadText(new(DatasetFormat.Jsonl) { SkipMalformed = true }, "{\"id\": 1}\r\n{\"id\": 2\r\n\r\n[3]\n{\"id\": 4}");

        Assert.Equal([1L, 4L], rows.Where(r => !r.IsBlank).Select(r => r.Fields["id"]));
        Assert.Equal(["line 2 is not valid JSON (character 9)", "line 4 is valid JSON, but not an object ({...})"], folder.Skipped);
        Assert.Equal("line 5", rows[^1].Where);
    }

    [Theory]
    [InlineData("utf-8", "utf-8", false)]
    [InlineData("utf-8", "utf-8", true)]
    [InlineData("windows-1252", "utf-8", true)]
    [InlineData("windows-1252", "windows-1252", false)]
    [InlineData("iso-8859-1", "iso-8859-1", false)]
    [InlineData("utf-16", "utf-16", false)]
    [InlineData("utf-8", "utf-16", true)]
    [InlineData("utf-8", "utf-16BE", true)]
    public void Text_is_read_in_its_encoding_and_a_byte_order_mark_wins(string named, string written, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(written);
        var data = new Dictionary<DatasetFormat, string>
        {
            [DatasetFormat.Csv] = "t\nmüde",
            [DatasetFormat.Jsonl] = "{\"t\": \"müde\"}",
            [DatasetFormat.Json] = "[{\"t\": \"müde\"}]",
            [DatasetFormat.Lines] = "müde",
            [DatasetFormat.Text] = "müde",
        };
        foreach (var (format, text) in data)
        {
            var path = folder.Write("data", [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
            var row = Assert.Single(folder.Read(new(format) { Encoding = named, Columns = ["t"] }, path));
            Assert.Equal("müde", row.Fields[format == DatasetFormat.Text ? "text" : "t"]);
        }
    }

    [Theory]
    [InlineData(DatasetFormat.Csv)]
    [InlineData(DatasetFormat.Jsonl)]
    [InlineData(DatasetFormat.Json)]
    [InlineData(DatasetFormat.Lines)]
    [InlineData(DatasetFormat.Text)]
    public void Bytes_that_are_no_text_are_refused_with_their_place(DatasetFormat format)
    {
        var start = format switch
        {
            DatasetFormat.Json => "[\n{\"t\": \"",
            DatasetFormat.Jsonl => "{}\n{\"t\": \"",
            _ => "t\nm",
        };
        var end = format switch
        {
            DatasetFormat.Json => "\"}]",
            DatasetFormat.Jsonl => "\"}",
            _ => "de\n",
        };
        byte[] bytes = [.. Encoding.UTF8.GetBytes(start), 0xFC, .. Encoding.UTF8.GetBytes(end)];

        var message = folder.Refusal(new(format) { Columns = ["t"] }, folder.Write("data", bytes));

        Assert.Contains($"not UTF-8 text at byte {start.Length + 1} (line 2); set dataset.encoding", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_encoding_is_refused() =>
        Assert.Contains("is not one of utf-8", folder.RefusalOfText(new(DatasetFormat.Text) { Encoding = "ebcdic" }, "x"), StringComparison.Ordinal);

    [Fact]
    public void Files_in_parallel_are_rows_line_by_line()
    {
        var layout = new RowLayout(DatasetFormat.Lines) { Columns = ["findings", "impression"] };

        var rows = folder.Read(layout, folder.Write("a", "clear\r\n\r\nopaque"), folder.Write("b", "normal\n\nmass\n"));

        Assert.Equal(["opaque", "mass"], rows[2].Fields.Values);
        Assert.True(rows[1].IsBlank);
        Assert.Equal("line 3", rows[2].Where);
    }

    [Fact]
    public void Files_in_parallel_must_have_equally_many_lines()
    {
        var layout = new RowLayout(DatasetFormat.Lines) { Columns = ["findings", "impression"] };

        Assert.Contains("a has 2, b has 4", folder.Refusal(layout, folder.Write("a", "1\n2\n"), folder.Write("b", "1\n2\n3\n4")), StringComparison.Ordinal);
        Assert.Contains("a has 3, b has 0", folder.Refusal(layout, folder.Write("a", "1\n2\n3\n"), folder.Write("b", "")), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_end_the_same_wherever_the_buffer_ends()
    {
        var layout = new RowLayout(DatasetFormat.Lines) { Columns = ["t"] };
        for (var length = 65_533; length < 65_539; length++)
        {
            var rows = folder.ReadText(layout, new string('x', length) + "\r\nsecond\rthird");
            Assert.Equal([length, 6, 5], rows.Select(r => ((string)r.Fields["t"]!).Length));
        }
    }

    [Theory]
    [InlineData(DatasetFormat.Jsonl)]
    [InlineData(DatasetFormat.Lines)]
    public void A_line_without_end_is_refused_before_it_fills_the_memory(DatasetFormat format)
    {
        var path = folder.Write("data", []);
        using (var file = File.OpenWrite(path))
            file.SetLength(200 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();

        Assert.Contains("line 1 is longer than 64 MiB", folder.Refusal(new(format) { Columns = ["t"] }, path), StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 160 << 20);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void A_text_is_one_row_with_the_name_of_its_file()
    {
        var row = Assert.Single(folder.Read(new(DatasetFormat.Text), folder.Write("note 7.txt", "one\r\ntwo\n")));

        Assert.Equal(["note 7.txt", "one\r\ntwo\n"], row.Fields.Values);
    }

    public void Dispose() => folder.Dispose();
}
