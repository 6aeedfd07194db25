using System.IO.Compression;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

public sealed class DatasetBundleTests : IDisposable
{
    private static readonly byte[] Note = DataDesk.Bytes(20_000);
    private static readonly AcceptedLicence Accepted = new("Open Licence 1.0", "Grace", DateTimeOffset.UnixEpoch);
    private static readonly Dictionary<string, AcceptedLicence> Nobody = [];

    private readonly DataDesk desk = new();

    public DatasetBundleTests()
    {
        desk.DefineFile("notes", null, Note);
        desk.DefineFile("copies", null, null, path: "in/copy.txt");
        desk.Define("many", "files:\n  - path: texts/*.txt");
        desk.Put("notes/notes.txt", Note);
        desk.Put("copies/in/copy.txt", Note);
        desk.Put("many/texts/1.txt", "one"u8.ToArray());
        desk.Put("many/texts/2.txt", "two"u8.ToArray());
        LicenceFile.Write(desk.Files("notes").Folder, Accepted);
    }

    public void Dispose() => desk.Dispose();

    [Fact]
    public void What_is_imported_is_what_was_exported_and_gives_the_same_bundle()
    {
        var bundle = Export("a.zip");
        var before = desk.Everything();
        Directory.Delete(desk.Root, recursive: true);

        Import(bundle);

        Assert.Equal(before, desk.Everything());
        Assert.Equal(Accepted, LicenceFile.Read(desk.Files("notes").Folder, Accepted.Licence));
        Assert.Equal(File.ReadAllBytes(bundle), File.ReadAllBytes(Export("b.zip")));
        using var zip = ZipFile.OpenRead(bundle);
        Assert.Equal(4, zip.Entries.Count);
    }

    [Fact]
    public void An_import_over_the_same_data_changes_nothing_and_keeps_what_else_is_there()
    {
        var bundle = Export("a.zip");
        desk.Put("many/remarks", [1]);
        desk.Put("notes/notes.txt", [1, 2, 3]);

        Import(bundle);

        Assert.Equal(Note, File.ReadAllBytes(Path.Combine(desk.Root, "notes", "notes.txt")));
        Assert.Contains("many/remarks", desk.Everything());
        Assert.Contains("notes/.medhelm/licence.json", desk.Everything());
    }

    [Theory]
    [InlineData("many/texts/2.txt")]
    [InlineData("many/texts/3.txt")]
    public void A_file_that_may_be_the_right_one_is_never_replaced(string path)
    {
        var bundle = Export("a.zip");
        desk.Put(path, [1, 2, 3]);
        File.Delete(Path.Combine(desk.Root, "notes", "notes.txt"));
        var before = desk.Everything();

        var error = Assert.Throws<DatasetException>(() => Import(bundle));

        Assert.Contains("Move it away", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, desk.Everything());
    }

    [Fact]
    public void Data_that_is_missing_or_wrong_is_not_exported()
    {
        desk.Put("notes/notes.txt", [1]);
        Assert.Contains("is not the file", Assert.Throws<DatasetException>(() => Export("a.zip")).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(desk.Root, "notes", "notes.txt"));
        Assert.Contains("missing", Assert.Throws<DatasetException>(() => Export("a.zip")).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(desk.At("a.zip")));
    }

    [Fact]
    public void Gated_data_needs_somebody_who_accepted_its_terms_on_either_side()
    {
        desk.DefineFile("gate", null, null, tier: "gated");
        desk.Put("gate/notes.txt", Note);
        Assert.Contains("nobody has accepted", Assert.Throws<DatasetException>(() => Export("a.zip", "gate")).Message, StringComparison.Ordinal);
        LicenceFile.Write(desk.Files("gate").Folder, Accepted);
        var bundle = Export("a.zip", "gate");
        Directory.Delete(desk.Root, recursive: true);
        desk.Define("gate", "files:\n  - path: notes.txt", tier: "gated", licence: "Newer terms");

        Assert.Contains("nobody has accepted", Assert.Throws<DatasetException>(() => Import(bundle)).Message, StringComparison.Ordinal);
        Assert.Empty(desk.Everything());
        Import(bundle, new() { ["gate"] = Accepted with { Licence = "Newer terms" } });
        Assert.Equal(["gate/.medhelm/licence.json", "gate/notes.txt"], desk.Everything());
    }

    [Theory]
    [InlineData("does not name", "an extra entry")]
    [InlineData("does not name", "an entry twice")]
    [InlineData("is missing in it", "a blob missing")]
    [InlineData("but the manifest says", "another blob of the same size")]
    [InlineData("but the manifest says", "a longer blob")]
    [InlineData("does not name: \"../../evil.txt\"", "a path that leaves the folder")]
    [InlineData("does not name: \"other.txt\"", "a file of no definition")]
    [InlineData("does not name: \".medhelm/licence.json\"", "an acceptance by stealth")]
    [InlineData("this catalog does not have", "an unknown benchmark")]
    [InlineData("a newer one is needed", "a newer version")]
    [InlineData("cannot be read", "an unknown field")]
    [InlineData("two sizes", "two sizes of one blob")]
    [InlineData("unpacks to", "a bomb")]
    [InlineData("more than", "too much")]
    [InlineData("has no", "a file missing in the manifest")]
    [InlineData("no bundle", "no manifest")]
    [InlineData("is not a zip file", "no zip")]
    public void Of_a_bundle_with_a_fault_nothing_is_imported(string message, string fault)
    {
        var bundle = Export("a.zip");
        Directory.Delete(desk.Root, recursive: true);
        BundleFaults.Make(bundle, fault, DataDesk.Sha256(Note));

        var error = Assert.Throws<DatasetException>(() => Import(bundle));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Everything());
        Assert.False(File.Exists(desk.At("evil.txt")));
    }

    [Fact]
    public void A_stopped_import_leaves_nothing()
    {
        var bundle = Export("a.zip");
        Directory.Delete(desk.Root, recursive: true);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Import(bundle, cancellationToken: stop.Token));

        Assert.Empty(desk.Everything());
    }

    [Fact]
    public void A_folder_of_upstream_files_is_copied_after_the_same_check()
    {
        File.Delete(Path.Combine(desk.Root, "notes", "notes.txt"));
        var folder = Directory.CreateDirectory(desk.At("downloads")).FullName;
        Assert.Contains("missing", Assert.Throws<DatasetException>(() => DatasetImporter.Import(desk.Files("notes"), folder, null, default)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder, "notes.txt"), [1]);
        Assert.Contains(DataDesk.Sha256(Note), Assert.Throws<DatasetException>(() => DatasetImporter.Import(desk.Files("notes"), folder, null, default)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("notes/notes.txt", desk.Everything());

        File.WriteAllBytes(Path.Combine(folder, "notes.txt"), Note);
        DatasetImporter.Import(desk.Files("notes"), folder, null, default);

        Assert.Equal(FileState.Right, DatasetVerifier.Verify(desk.Files("notes"), default).Single().State);
        Assert.True(File.Exists(Path.Combine(folder, "notes.txt")));
    }

    [Fact]
    public void A_bundle_that_is_cut_off_is_called_that()
    {
        var bundle = Export("a.zip");
        File.WriteAllBytes(bundle, File.ReadAllBytes(bundle)[..1000]);

        Assert.Contains("is not a zip file, or is cut off", Assert.Throws<DatasetException>(() => Import(bundle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_that_cannot_be_written_says_where_and_why()
    {
        File.WriteAllBytes(desk.At("taken"), [1]);
        Assert.Contains($"{desk.At("taken/a.zip")} cannot be written", Assert.Throws<DatasetException>(() => Export("taken/a.zip")).Message, StringComparison.Ordinal);

        // Something that cannot be deleted as a file lies where the bundle is written first.
        Directory.CreateDirectory(Draft.PathFor(desk.At("b.zip")));
        Assert.Contains($"{desk.At("b.zip")} cannot be written", Assert.Throws<DatasetException>(() => Export("b.zip")).Message, StringComparison.Ordinal);
    }

    private string Export(string name, params string[] ids)
    {
        var path = desk.At(name);
        BundleWriter.Write(path, [.. (ids.Length > 0 ? ids : ["notes", "many", "copies"]).Select(desk.Files)], default);
        return path;
    }

    private void Import(string path, Dictionary<string, AcceptedLicence>? accepted = null, CancellationToken cancellationToken = default)
    {
        using var bundle = DatasetBundle.Open(path, desk.Catalog, desk.Root, new ArchiveLimits { MostBytes = 1 << 30 });
        DatasetImporter.Import(bundle, accepted ?? Nobody, cancellationToken);
    }
}
