using MedHelm.Catalog.Acquisition;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

/// <summary>The state of the disk after a kill at each step of an import, and what the next command makes of it.</summary>
public sealed class InterruptedImportTests : IDisposable
{
    private static readonly byte[] Right = DataDesk.Bytes(1000);
    private static readonly byte[] Wrong = DataDesk.Bytes(1000, seed: 2);
    private readonly DataDesk desk = new DataDesk().DefineFile("notes", null, Right).DefineFile("other", null, null);

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Killed_while_copying_nothing_has_happened()
    {
        desk.Put("notes/notes.txt", Wrong);
        desk.Put(".medhelm/staging/notes/new/notes.txt", Right[..500]);

        NextCommand();

        Assert.Equal(["notes/notes.txt", "other/.medhelm/licence.json"], desk.Everything());
        AssertNotes(Wrong);
    }

    [Fact]
    public void Killed_between_the_two_renames_the_old_folder_comes_back()
    {
        desk.Put(".medhelm/staging/notes/old/notes.txt", Wrong);
        desk.Put(".medhelm/staging/notes/old/remarks", Wrong);
        desk.Put(".medhelm/staging/notes/new/notes.txt", Right);
        desk.Put(".medhelm/staging/notes/kept.json", """["remarks"]"""u8.ToArray());

        NextCommand();

        Assert.Equal(["notes/notes.txt", "notes/remarks", "other/.medhelm/licence.json"], desk.Everything());
        AssertNotes(Wrong);
    }

    [Fact]
    public void Killed_after_the_renames_the_import_is_finished()
    {
        desk.Put("notes/notes.txt", Right);
        desk.Put("notes/moved already", Wrong);
        desk.Put(".medhelm/staging/notes/old/notes.txt", Wrong);
        desk.Put(".medhelm/staging/notes/old/deep/remarks", Wrong);
        desk.Put(".medhelm/staging/notes/kept.json", """["moved already", "deep/remarks"]"""u8.ToArray());

        NextCommand();

        Assert.Equal(["notes/deep/remarks", "notes/moved already", "notes/notes.txt", "other/.medhelm/licence.json"], desk.Everything());
        AssertNotes(Right);
    }

    [Fact]
    public void Killed_while_clearing_up_the_rest_is_cleared()
    {
        desk.Put("notes/notes.txt", Right);
        desk.Put(".medhelm/staging/notes/kept.json", "[]"u8.ToArray());

        NextCommand();

        Assert.Equal(["notes/notes.txt", "other/.medhelm/licence.json"], desk.Everything());
    }

    private void NextCommand() =>
        LicenceAcceptance.Record(desk.Files("other"), new("Open Licence 1.0", "a tester", DateTimeOffset.UnixEpoch));

    private void AssertNotes(byte[] content) => Assert.Equal(content, File.ReadAllBytes(Path.Combine(desk.Root, "notes", "notes.txt")));
}
