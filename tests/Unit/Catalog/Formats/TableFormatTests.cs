using System.Globalization;
using Apache.Arrow.Ipc;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Formats;

public sealed class TableFormatTests : IDisposable
{
    private readonly FormatFolder folder = new();

    [Theory]
    [InlineData(50_000)]
    [InlineData(2)]
    public void Parquet_gives_values_nulls_lists_and_times_over_row_groups(int rowsInGroup)
    {
        var rows = folder.Read(new(DatasetFormat.Parquet), folder.Write("visits.parquet", TableFiles.Parquet(rowsInGroup)));

        AssertVisits(rows, "id", "note", "time", "day", "done", "score", "codes");
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, CompressionCodecType.Lz4Frame)]
    [InlineData(false, CompressionCodecType.Zstd)]
    public void Arrow_gives_the_same_from_files_and_streams_compressed_or_not(bool asFile, CompressionCodecType? compression)
    {
        var rows = folder.Read(new(DatasetFormat.Arrow), folder.Write("visits.arrow", TableFiles.Arrow(asFile, compression)));

        AssertVisits(rows, "id", "note", "time", "day", "done", "score", "codes", "risk");
        Assert.Equal(["high", "low", null], rows.Select(r => r.Fields["risk"]));
    }

    [Fact]
    public void An_Arrow_stream_that_breaks_off_between_batches_is_refused()
    {
        var whole = TableFiles.Arrow(asFile: false);

        Assert.Contains("incomplete", folder.Refusal(new(DatasetFormat.Arrow), folder.Write("visits.arrow", whole[..^8])), StringComparison.Ordinal);
    }

    [Fact]
    public void Sqlite_gives_the_result_of_the_query_and_leaves_no_trace()
    {
        var path = folder.Write("a b#?%.db", TableFiles.Sqlite(folder, "CREATE TABLE visit(id INTEGER, note TEXT, score REAL); INSERT INTO visit VALUES (1, 'fever', 0.5), (2, NULL, 2)"));

        var rows = folder.Read(new(DatasetFormat.Sqlite) { Query = "SELECT id, note, score FROM visit ORDER BY id DESC" }, path);

        Assert.Equal([2L, null, 2.0], rows[0].Fields.Values);
        Assert.Equal([1L, "fever", 0.5], rows[1].Fields.Values);
        Assert.Equal("row 2", rows[1].Where);
        Assert.Equal(["a b#?%.db", "made.db"], folder.Names());
    }

    [Theory]
    [InlineData("SELECT missing FROM visit", "no such column: missing")]
    [InlineData("SELECT id, id FROM visit", "2 columns \"id\"")]
    [InlineData("DELETE FROM visit", "must be one SELECT")]
    [InlineData("ATTACH 'elsewhere.db' AS e", "must be one SELECT")]
    [InlineData("SELECT x'00ff' AS b FROM visit", "column \"b\" holds bytes")]
    [InlineData("SELECT CAST(x'66ff' AS TEXT) AS t FROM visit", "not UTF-8")]
    public void A_query_that_does_not_fit_is_refused(string query, string message)
    {
        var path = folder.Write("visits.db", TableFiles.Sqlite(folder, "CREATE TABLE visit(id INTEGER); INSERT INTO visit VALUES (1)"));

        Assert.Contains(message, folder.Refusal(new(DatasetFormat.Sqlite) { Query = query }, path), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_that_are_not_in_the_database_yet_are_not_overlooked()
    {
        var path = folder.Write("visits.db", TableFiles.Sqlite(folder, "CREATE TABLE visit(id INTEGER)"));
        folder.Write("visits.db-wal", "pages");

        Assert.Contains("-wal", folder.Refusal(new(DatasetFormat.Sqlite) { Query = "SELECT id FROM visit" }, path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_gives_days_and_times_as_text_that_orders()
    {
        var day = new DateTime(2024, 2, 29).ToOADate().ToString(CultureInfo.InvariantCulture);
        var path = OfficeFiles.Workbook(folder, $"""
            <row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>
            <row r="2"><c r="A2" s="1"><v>{day}</v></c><c r="B2"><v>3</v></c></row>
            <row r="3"/>
            <row r="4"><c r="A4" s="2"><v>{day}.5</v></c><c r="B4"><v>2.5</v></c></row>
            <row r="5"><c r="A5" s="2"><v>{day}.250005787037</v></c></row>
            """);

        var rows = folder.Read(new(DatasetFormat.Xlsx), path);

        Assert.Equal(["2024-02-29", "3"], rows[0].Fields.Values);
        Assert.True(rows[1].IsBlank);
        Assert.Equal(["2024-02-29T12:00:00", "2.5"], rows[2].Fields.Values);
        Assert.Equal("2024-02-29T06:00:00.5", rows[3].Fields["day"]);
        Assert.Equal("sheet row 5", rows[3].Where);
    }

    [Fact]
    public void An_Office_file_that_unpacks_beyond_reason_is_refused_before_it_is_unpacked()
    {
        var path = folder.Zip("data.xlsx", ("xl/workbook.xml", new string(' ', 1000)));
        var bytes = File.ReadAllBytes(path);
        // The declared size, in the central directory.
        BitConverter.GetBytes(3_000_000_000).AsSpan(0, 4).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("PK\x01\x02"u8) + 24));

        Assert.Contains("unpack", folder.Refusal(new(DatasetFormat.Xlsx), folder.Write("bomb.xlsx", bytes)), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertVisits(List<Row> rows, params string[] columns)
    {
        Assert.Equal(columns, rows[0].Fields.Keys);
        Assert.Equal([1L, "fever, 39 °C", "2024-02-29T13:05:09.25", "2024-02-29", true, 0.5], rows[0].Fields.Values.Take(6));
        Assert.Equal([2L, null, null, null, null, null], rows[1].Fields.Values.Take(6));
        Assert.Equal([3L, "", "2024-02-29T00:00:00", "2024-02-29", false, 2.0], rows[2].Fields.Values.Take(6));
        Assert.Equal(["A1", null], Assert.IsType<List<object?>>(rows[0].Fields["codes"]));
        Assert.Empty(Assert.IsType<List<object?>>(rows[1].Fields["codes"]));
        Assert.Null(rows[2].Fields["codes"]);
        Assert.Equal(["row 1", "row 2", "row 3"], rows.Select(r => r.Where));
    }
}
