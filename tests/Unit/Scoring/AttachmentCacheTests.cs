using Grpc.Core;
using MedHelm.Scoring.Execution;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class AttachmentCacheTests : IDisposable
{
    private readonly FakeCatalog catalog = new();
    private readonly AttachmentCache files;

    public AttachmentCacheTests() => files = new(catalog, TimeProvider.System, limit: 10_000);

    [Fact]
    public async Task A_file_is_fetched_once_by_all_who_want_it_at_the_same_time()
    {
        var attachment = catalog.Add(Content(1, 5500));
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => files.RentAsync(attachment, default))));
        Assert.Equal(Content(1, 5500), await File.ReadAllBytesAsync(leases[0].Path));
        Assert.Single(catalog.Calls);
        Assert.Single(leases.Select(lease => lease.Path).Distinct());
    }

    [Fact]
    public async Task Other_bytes_under_its_name_are_refused_and_not_kept()
    {
        var attachment = catalog.Add(Content(1, 5000));
        foreach (var other in new[] { Content(2, 5000), Content(1, 4999), Content(1, 9000) })
        {
            catalog.Spoil(attachment, other);
            Assert.Contains(attachment.Sha256, (await Assert.ThrowsAsync<InvalidOperationException>(() => files.RentAsync(attachment, default))).Message);
        }
        catalog.Spoil(attachment, Content(1, 5000));
        using var lease = await files.RentAsync(attachment, default);
        Assert.Equal(Content(1, 5000), await File.ReadAllBytesAsync(lease.Path));
        Assert.Equal([lease.Path], Directory.GetFiles(Path.GetDirectoryName(lease.Path)!));
    }

    [Fact]
    public async Task A_catalog_that_is_away_is_asked_again_by_the_next()
    {
        var attachment = catalog.Add(Content(1, 100));
        catalog.Down = true;
        await Assert.ThrowsAsync<RpcException>(() => files.RentAsync(attachment, default));
        catalog.Down = false;
        using var lease = await files.RentAsync(attachment, default);
        Assert.True(File.Exists(lease.Path));
    }

    [Fact]
    public async Task The_least_recently_used_leave_for_a_new_one_but_not_while_they_are_read()
    {
        var (a, b, c, d) = (catalog.Add(Content(1, 4000)), catalog.Add(Content(2, 4000)), catalog.Add(Content(3, 4000)), catalog.Add(Content(4, 4000)));
        var reading = await files.RentAsync(a, default);
        (await files.RentAsync(b, default)).Dispose();
        var third = await files.RentAsync(c, default);
        Assert.True(File.Exists(reading.Path));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(reading.Path)!).Length);

        reading.Dispose();
        (await files.RentAsync(d, default)).Dispose();
        Assert.False(File.Exists(reading.Path));
        Assert.True(File.Exists(third.Path));
        Assert.Equal(4, catalog.Calls.Count);
    }

    [Fact]
    public async Task The_folder_goes_with_the_process()
    {
        var lease = await files.RentAsync(catalog.Add(Content(1, 10)), default);
        files.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(lease.Path)));
    }

    public void Dispose() => files.Dispose();

    private static byte[] Content(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
