using System.Formats.Tar;
using System.Text;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

public sealed class DatasetArchiveTests : IAsyncLifetime
{
    private const int UnixLink = unchecked((int)0xA1FF0000);
    private static readonly byte[] One = "first note"u8.ToArray();
    private static readonly byte[] Two = "second note"u8.ToArray();
    private static readonly string Both = DataDesk.Sha256(Encoding.UTF8.GetBytes($"{DataDesk.Sha256(One)}  1.txt\n{DataDesk.Sha256(Two)}  2.txt\n"));

    private readonly DataDesk desk = new();
    private readonly Upstream upstream = new();
    private readonly HttpClient http = DatasetFetcher.NewClient();

    public static TheoryData<string, byte[]> Attacks => new()
    {
        { "would lie outside", Archives.Tar(("repo/notes/1.txt", One), ("/etc/evil.txt", Two)) },
        { "would lie outside", Archives.Tar(("repo/notes/1.txt", One), ("repo/notes/../../../evil.txt", Two)) },
        { "would lie outside", Archives.Zip(("repo/notes/1.txt", One), ("repo/notes/..\\evil.txt", Two)) },
        { "would lie outside", Archives.Zip(("repo/notes/1.txt", One), ("C:/evil.txt", Two)) },
        { "is a link", Archives.Tar(new PaxTarEntry(TarEntryType.SymbolicLink, "repo/notes/1.txt") { LinkName = "/etc/passwd" }) },
        { "is a link", Archives.Tar(new PaxTarEntry(TarEntryType.HardLink, "repo/notes/1.txt") { LinkName = "/etc/passwd" }) },
        { "is a link", Archives.Tar(new PaxTarEntry(TarEntryType.Fifo, "repo/notes/1.txt")) },
        { "is a link", Archives.Zip(UnixLink, ("repo/notes/1.txt", "/etc/passwd"u8.ToArray())) },
        { "twice", Archives.Tar(("repo/notes/1.txt", One), ("repo/notes/1.txt", Two)) },
        { "more than 50 entries", Archives.Tar(Enumerable.Range(0, 60).Select(i => ($"repo/other/{i}", Two))) },
        { "more than 100000 bytes", Archives.Tar(("repo/notes/1.txt", new byte[60_000]), ("elsewhere/2", new byte[60_000])) },
        { "more than 100000 bytes", Archives.Zip(("repo/notes/1.txt", new byte[60_000]), ("elsewhere/2", new byte[60_000])) },
        { "neither a .tar.gz nor a .zip", Encoding.UTF8.GetBytes("<html>Please log in</html>") },
        { "damaged or cut off", Archives.Tar(("repo/notes/1.txt", DataDesk.Bytes(50_000)))[..20_000] },
        { "has no notes/*.txt", Archives.Tar(("repo/other/1.txt", One)) },
        { "is not the file the benchmark is defined on", Archives.Tar(("repo/notes/1.txt", One)) },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        http.Dispose();
        await upstream.DisposeAsync();
        desk.Dispose();
    }

    [Theory]
    [InlineData("repo")]
    [InlineData("repo/notes")]
    public async Task Plain_files_that_the_pattern_names_are_taken_and_no_others(string folder)
    {
        Define(folder, Archives.Tar(("repo/readme.txt", One), ("repo/notes/2.txt", Two), ("repo/notes/1.txt", One), ("repo/notes/deep/3.txt", One), ("repo/notes/1.csv", One), ("notes/9.txt", Two)));
        desk.Put("notes/notes/1.txt", Two);
        desk.Put("notes/notes/stale.txt", Two);
        desk.Put("notes/my own remarks", Two);

        Assert.Equal(1, (await FetchAsync()).Fetched);

        Assert.Equal(["notes/.medhelm/licence.json", "notes/my own remarks", "notes/notes/1.txt", "notes/notes/2.txt"], desk.Everything());
        Assert.Equal(1, (await FetchAsync()).Present);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task A_zip_file_does_as_well()
    {
        Define("repo", Archives.Zip(("repo/", []), ("repo/notes/", []), ("repo/notes/2.txt", Two), ("repo/notes/1.txt", One)));

        await FetchAsync();

        Assert.Equal(["notes/.medhelm/licence.json", "notes/notes/1.txt", "notes/notes/2.txt"], desk.Everything());
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Of_an_archive_that_is_not_honest_nothing_is_kept(string message, byte[] archive)
    {
        Define("repo", archive);
        desk.Put("notes/notes/1.txt", Two);

        var error = await Assert.ThrowsAsync<DatasetException>(FetchAsync);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(["notes/.medhelm/licence.json", "notes/notes/1.txt"], desk.Everything());
        Assert.False(File.Exists(desk.At("evil.txt")));
    }

    [Fact]
    public async Task An_archive_that_only_the_disk_refuses_is_kept_for_the_next_attempt()
    {
        Define("repo", Archives.Tar(("repo/notes/1.txt", One), ($"repo/notes/{new string('n', 300)}.txt", Two)));

        var first = await Assert.ThrowsAsync<DatasetException>(FetchAsync);
        var second = await Assert.ThrowsAsync<DatasetException>(FetchAsync);

        Assert.Contains("cannot be unpacked", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
        Assert.Contains(".medhelm/parts/notes/.archive.part", desk.Everything());
        Assert.Single(upstream.Requests);
    }

    private void Define(string folder, byte[] archive) => desk.Define("notes", $"""
        files:
          - path: notes/*.txt
            expected_sha256: {Both}
        archive:
          url: {upstream.On("/archive", (_, request) => UpstreamReply.File(request, archive))}
          folder: {folder}
        """);

    private Task<FetchOutcome> FetchAsync() =>
        new DatasetFetcher(http, new(), new() { MostEntries = 50, MostBytes = 100_000 }, TimeProvider.System, new ProgressRecord())
            .FetchAsync(desk.Files("notes"), new("Open Licence 1.0", "a tester", DateTimeOffset.UnixEpoch), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
}
