using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Formats;

public sealed class DamagedFileTests : IDisposable
{
    private const string Json = "[{\"id\": 1, \"text\": \"müde\", \"list\": [1, 2.5, null]},\n {\"id\": 2, \"text\": \"x\"}]";

    private readonly FormatFolder folder = new();

    public static TheoryData<DatasetFormat> Formats => [.. Enum.GetValues<DatasetFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damage_is_refused_as_damage_or_not_noticed_but_never_anything_else(DatasetFormat format)
    {
        var layout = Layout(format);
        var whole = Specimen(format);
        Assert.NotEmpty(folder.Read(layout, folder.Write("whole", whole)));
        var random = new Random(20240229);
        var refused = 0;
        for (var i = 0; i < 60; i++)
        {
            var damaged = i < 20 ? whole[..(whole.Length * i / 20)] : Flip(whole, random);
            var path = folder.Write("damaged", damaged);
            try
            {
                folder.Read(layout, path);
            }
            catch (RowFormatException)
            {
                refused++;
            }
        }

        // Most damage to texts and database pages leaves something readable.
        Assert.True(refused > 0 || format is DatasetFormat.Lines or DatasetFormat.Text);
    }

    [Theory]
    [InlineData(DatasetFormat.Parquet)]
    [InlineData(DatasetFormat.Arrow)]
    [InlineData(DatasetFormat.Xlsx)]
    [InlineData(DatasetFormat.Docx)]
    [InlineData(DatasetFormat.Sqlite)]
    [InlineData(DatasetFormat.Json)]
    [InlineData(DatasetFormat.Xml)]
    public void A_file_that_breaks_off_is_refused(DatasetFormat format)
    {
        var whole = Specimen(format);
        for (var i = 0; i < 20; i++)
            folder.Refusal(Layout(format), folder.Write("cut", whole[..(whole.Length * i / 20)]));
        folder.Refusal(Layout(format), folder.Write("cut", whole[..^1]));
    }

    [Fact]
    public void A_Parquet_footer_that_leads_the_library_astray_is_refused()
    {
        var whole = TableFiles.Parquet();
        // The footer's end mark: without it, the library would read on for ever.
        whole[^9] = 0xEC;

        Assert.Contains("damaged", folder.Refusal(new(DatasetFormat.Parquet), folder.Write("a.parquet", whole)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Parquet_footer_nested_without_end_is_refused()
    {
        byte[] footer = [.. Enumerable.Repeat((byte)0xBC, 1_000_000)];
        byte[] file = [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

        Assert.Contains("damaged", folder.Refusal(new(DatasetFormat.Parquet), folder.Write("a.parquet", file)), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Flip(byte[] whole, Random random)
    {
        var damaged = (byte[])whole.Clone();
        for (var flips = random.Next(1, 4); flips > 0; flips--)
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }

    private static RowLayout Layout(DatasetFormat format) => new(format)
    {
        At = format == DatasetFormat.Xml ? "row" : null,
        Start = "^Run",
        Query = "SELECT * FROM visit",
        Columns = ["text"],
    };

    private byte[] Specimen(DatasetFormat format) => format switch
    {
        DatasetFormat.Parquet => TableFiles.Parquet(rowsInGroup: 2),
        DatasetFormat.Arrow => TableFiles.Arrow(asFile: false, Apache.Arrow.Ipc.CompressionCodecType.Lz4Frame),
        DatasetFormat.Sqlite => TableFiles.Sqlite(folder, "CREATE TABLE visit(id INTEGER, note TEXT); INSERT INTO visit VALUES (1, 'fever'), (2, NULL)"),
        DatasetFormat.Docx => Taken(OfficeFiles.Word(folder, "<w:p><w:r><w:t>Run 1</w:t></w:r></w:p><w:p><w:r><w:t>Text</w:t></w:r></w:p>")),
        DatasetFormat.Xlsx => Taken(OfficeFiles.Workbook(folder, """<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c></row><row r="2"><c r="A2"><v>3</v></c></row>""")),
        DatasetFormat.Xml => "<rows><row id=\"1\">müde</row><row id=\"2\"><t>x</t></row></rows>"u8.ToArray(),
        DatasetFormat.Csv => "id,text\n1,\"müde, x\"\n2,y\n"u8.ToArray(),
        DatasetFormat.Tsv => "id\ttext\n1\t\"müde\tx\"\n2\ty\n"u8.ToArray(),
        DatasetFormat.Jsonl => System.Text.Encoding.UTF8.GetBytes(Json.Replace("[{", "{", StringComparison.Ordinal).Replace("},", "}", StringComparison.Ordinal)[..^1]),
        _ => System.Text.Encoding.UTF8.GetBytes(Json),
    };

    private static byte[] Taken(string path)
    {
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
