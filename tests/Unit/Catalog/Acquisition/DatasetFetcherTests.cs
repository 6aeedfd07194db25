using System.IO.Compression;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

public sealed class DatasetFetcherTests : IAsyncLifetime
{
    private static readonly byte[] Content = DataDesk.Bytes(300_000);
    private static readonly byte[] Newer = DataDesk.Bytes(310_000, seed: 2);

    private readonly DataDesk desk = new();
    private readonly Upstream upstream = new();
    private readonly HttpClient http = DatasetFetcher.NewClient();
    private readonly ProgressRecord progress = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        http.Dispose();
        await upstream.DisposeAsync();
        desk.Dispose();
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        Define((n, request) => UpstreamReply.File(request, Content) with { DropAfter = n == 1 ? 100_000 : null });

        var outcome = await FetchAsync();

        Assert.Equal(1, outcome.Fetched);
        Assert.Equal([null, 100_000], upstream.Requests.Select(r => r.From));
        Assert.Equal(Content.Length, upstream.Requests.Sum(r => r.BytesSent));
        AssertInPlace(Content);
    }

    [Fact]
    public async Task A_stopped_command_leaves_what_the_next_one_goes_on_with()
    {
        Define((_, request) => UpstreamReply.File(request, Content));
        using var stop = new CancellationTokenSource();
        progress.OnAdvance = done => { if (done > 0) stop.Cancel(); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(cancellationToken: stop.Token));
        Assert.DoesNotContain("notes/notes.txt", desk.Everything());
        progress.OnAdvance = _ => { };

        await FetchAsync();

        Assert.True(upstream.Requests[1].From > 0);
        AssertInPlace(Content);
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_for_everything_again()
    {
        Define((n, _) => new(200, Content) { DropAfter = n == 1 ? 100_000 : null, Headers = { ["Last-Modified"] = "Wed, 01 Jan 2025 00:00:00 GMT" } });

        await FetchAsync();

        Assert.Equal([null, 100_000], upstream.Requests.Select(r => r.From));
        AssertInPlace(Content);
    }

    [Fact]
    public async Task A_file_that_changes_upstream_in_the_middle_is_downloaded_from_its_start()
    {
        Define((n, request) => n == 1 ? UpstreamReply.File(request, Content, "\"one\"") with { DropAfter = 100_000 } : UpstreamReply.File(request, Newer, "\"two\""), Newer);

        await FetchAsync();

        Assert.Equal("\"one\"", upstream.Requests[1].IfRange);
        AssertInPlace(Newer);
    }

    [Fact]
    public async Task Pieces_of_two_versions_are_thrown_away_and_downloaded_in_one_piece()
    {
        Define((n, request) => n switch
        {
            1 => UpstreamReply.File(request, Content) with { DropAfter = 100_000 },
            2 => UpstreamReply.Rest(request.From!.Value, [.. Newer[..Content.Length]]),
            _ => UpstreamReply.File(request, Newer, "\"two\""),
        }, Newer);

        await FetchAsync();

        Assert.Null(upstream.Requests[2].From);
        AssertInPlace(Newer);
    }

    [Fact]
    public async Task A_server_that_is_busy_twice_is_asked_a_third_time()
    {
        Define((n, request) => n <= 2 ? UpstreamReply.Refusal(503) : UpstreamReply.File(request, Content));

        await FetchAsync();

        Assert.Equal(3, upstream.Requests.Count);
        Assert.Contains("503", progress.Said[0], StringComparison.Ordinal);
        AssertInPlace(Content);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up()
    {
        Define((_, _) => UpstreamReply.Refusal(503));

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync());

        Assert.Equal(new DownloadLimits().MostFailures, upstream.Requests.Count);
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_not_asked_for_again()
    {
        desk.DefineFile("notes", upstream.Url("/nowhere"), Content);

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync());

        Assert.Single(upstream.Requests);
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_wrong_content_nothing_is_kept()
    {
        Define((_, request) => UpstreamReply.File(request, Newer));

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync());

        Assert.Contains(DataDesk.Sha256(Newer), error.Message, StringComparison.Ordinal);
        Assert.Contains(DataDesk.Sha256(Content), error.Message, StringComparison.Ordinal);
        Assert.Equal(["notes/.medhelm/licence.json"], desk.Everything());
    }

    [Fact]
    public async Task A_redirect_to_a_file_is_not_followed()
    {
        var secret = desk.At("secret");
        File.WriteAllBytes(secret, Content);
        Define((_, _) => UpstreamReply.Redirect(new Uri(secret).AbsoluteUri));

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync());

        Assert.Contains("file://", error.Message, StringComparison.Ordinal);
        Assert.Equal(["notes/.medhelm/licence.json"], desk.Everything());
    }

    [Fact]
    public async Task A_redirect_to_another_address_is_followed_and_a_circle_is_not()
    {
        var there = upstream.On("/there", (_, request) => UpstreamReply.File(request, Content));
        Define((_, _) => UpstreamReply.Redirect(there));
        await FetchAsync();
        AssertInPlace(Content);

        desk.DefineFile("circle", upstream.On("/circle", (_, _) => UpstreamReply.Redirect("/circle")), Content);
        Assert.Contains("without end", (await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(id: "circle"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Right_files_are_left_alone_and_wrong_ones_replaced()
    {
        Define((_, request) => UpstreamReply.File(request, Content));
        desk.Put("notes/notes.txt", Content);
        Assert.Equal((0, 1), (await FetchAsync()) is var first ? (first.Fetched, first.Present) : default);
        Assert.Empty(upstream.Requests);

        desk.Put("notes/notes.txt", Newer);
        Assert.Equal(1, (await FetchAsync()).Fetched);
        AssertInPlace(Content);
    }

    [Fact]
    public async Task More_than_the_limit_is_not_downloaded()
    {
        Define((_, request) => UpstreamReply.File(request, Content));

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(limits: new() { MostBytes = 299_999 }));

        Assert.Contains("299999", error.Message, StringComparison.Ordinal);
        Assert.Equal(["notes/.medhelm/licence.json"], desk.Everything());
    }

    [Fact]
    public async Task Two_commands_never_write_at_once()
    {
        Define((_, request) => UpstreamReply.File(request, Content));
        using (WriteLock.Take(Path.Combine(desk.Root, ".medhelm")))
        {
            var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync());
            Assert.Contains("wait until it is done", error.Message, StringComparison.Ordinal);
        }

        await FetchAsync();
        AssertInPlace(Content);
    }

    [Fact]
    public async Task A_compressed_file_stays_compressed_and_its_content_is_what_is_checked()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Content);
        desk.DefineFile("notes", upstream.On("/notes.txt.gz", (_, request) => UpstreamReply.File(request, zipped.ToArray())), Content);
        desk.Put("notes/notes.txt", Newer);

        await FetchAsync();

        Assert.Equal(["notes/.medhelm/licence.json", "notes/notes.txt.gz"], desk.Everything());
        Assert.Equal(FileState.Right, DatasetVerifier.Verify(desk.Files("notes"), CancellationToken.None).Single().State);
    }

    private void Define(Func<int, UpstreamRequest, UpstreamReply> reply, byte[]? expected = null) =>
        desk.DefineFile("notes", upstream.On("/notes.txt", reply), expected ?? Content);

    private Task<FetchOutcome> FetchAsync(string id = "notes", DownloadLimits? limits = null, CancellationToken cancellationToken = default)
    {
        var fetcher = new DatasetFetcher(http, (limits ?? new()) with { FirstPause = TimeSpan.FromMilliseconds(1) }, new ArchiveLimits(), TimeProvider.System, progress);
        return fetcher.FetchAsync(desk.Files(id), new("Open Licence 1.0", "a tester", DateTimeOffset.UnixEpoch), cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    private void AssertInPlace(byte[] content)
    {
        Assert.Equal(["notes/.medhelm/licence.json", "notes/notes.txt"], desk.Everything());
        Assert.Equal(DataDesk.Sha256(content), DataDesk.Sha256(File.ReadAllBytes(Path.Combine(desk.Root, "notes", "notes.txt"))));
    }
}
