using System.IO.Compression;
using System.Security.Cryptography;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Formats;

public sealed class SourceFileTests : IDisposable
{
    private readonly FormatFolder folder = new();

    [Fact]
    public void A_file_is_found_compressed_beside_its_place()
    {
        var content = "{\"id\": 1}\n"u8.ToArray();
        var compressed = folder.Write("rows.jsonl.gz", Gzip(content));
        var wanted = compressed[..^3];

        var file = new SourceFile(wanted);

        Assert.True(file.Exists);
        Assert.Equal((wanted, "rows.jsonl"), (file.Path, file.Name));
        Assert.Equal(new FileInfo(compressed).Length, file.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Sha256(default));
        Assert.Equal(1L, Assert.Single(folder.Read(new(DatasetFormat.Jsonl), wanted)).Fields["id"]);
        Assert.False(new SourceFile(wanted + "x").Exists);
    }

    [Fact]
    public void A_file_in_its_place_wins_over_a_compressed_one()
    {
        folder.Write("a.txt.gz", Gzip("old"u8.ToArray()));

        Assert.Equal("new", Assert.Single(folder.Read(new(DatasetFormat.Text), folder.Write("a.txt", "new"))).Fields["text"]);
    }

    [Fact]
    public void Compressed_files_are_read_by_the_readers_that_jump_and_the_copy_goes()
    {
        folder.Write("visits.parquet.gz", Gzip(TableFiles.Parquet()));
        var database = folder.Write("visits.db.gz", Gzip(TableFiles.Sqlite(folder, "CREATE TABLE visit(id INTEGER); INSERT INTO visit VALUES (7)")))[..^3];

        Assert.Equal(3, folder.Read(new(DatasetFormat.Parquet), database.Replace(".db", ".parquet", StringComparison.Ordinal)).Count);
        Assert.Equal(7L, Assert.Single(folder.Read(new(DatasetFormat.Sqlite) { Query = "SELECT id FROM visit" }, database)).Fields["id"]);

        using var local = new SourceFile(database).OpenLocal();
        Assert.True(File.Exists(local.Path));
        local.Dispose();
        Assert.False(File.Exists(local.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_compressed_file_that_breaks_off_anywhere_is_refused(int length)
    {
        var content = new byte[length];
        new Random(5).NextBytes(content);
        Array.ForEach(Enumerable.Range(0, length).ToArray(), i => content[i] = (byte)('a' + (content[i] % 20)));
        var whole = Gzip(content);
        for (var cut = 0; cut < whole.Length; cut += 1 + (whole.Length / 97))
            Assert.Contains("cut off", folder.Refusal(new(DatasetFormat.Text), folder.Write("a.txt.gz", whole[..cut])[..^3]), StringComparison.Ordinal);

        Assert.Equal(length, ReadText(whole).Length);
        Assert.Equal(2 * length, ReadText([.. whole, .. whole]).Length);
        Assert.Equal(length, ReadText([.. whole, .. new byte[700]]).Length);
    }

    [Fact]
    public void What_decompresses_beyond_reason_is_refused()
    {
        var path = folder.Write("zeros.bin.gz", []);
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.SmallestSize))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
                gzip.Write(zeros);
        }

        Assert.Contains("more than a thousand times its size", Assert.Throws<RowFormatException>(() => new SourceFile(path[..^3]).Sha256(default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_no_damaged_one() =>
        Assert.Throws<FileNotFoundException>(() => folder.Read(new(DatasetFormat.Csv), folder.Write("there", "")[..^5] + "missing"));

    public void Dispose() => folder.Dispose();

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        // The runtime writes nothing at all for nothing.
        return compressed.Length > 0 ? compressed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private string ReadText(byte[] compressed) =>
        (string)Assert.Single(folder.Read(new(DatasetFormat.Text), folder.Write("a.txt.gz", compressed)[..^3])).Fields["text"]!;
}
