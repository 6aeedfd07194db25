using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Scoring.Execution;

/// <summary>
/// Files that metrics need, by the SHA-256 of their bytes, in a folder of this process: asked of Evaluation once, one at a time, and
/// only whole and checked files are ever seen. The least recently used leave when all together grow too large.
/// </summary>
internal sealed class AttachmentCache(CatalogService.CatalogServiceClient catalog, TimeProvider clock, long limit = AttachmentCache.StandardLimit) : IDisposable
{
    internal const long StandardLimit = 2L << 30;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(10);

    private readonly Lazy<DirectoryInfo> folder = new(() => Directory.CreateTempSubdirectory("medhelm-scoring-files-"));
    private readonly Dictionary<string, AttachmentFile> files = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim fetching = new(1, 1);
    private readonly Lock gate = new();
    private long uses;

    /// <summary>Whether a file of that size can be had at all.</summary>
    internal bool IsTooLarge(Attachment attachment) => attachment.Size > limit;

    /// <summary>The file, fetched if it is not there.</summary>
    /// <exception cref="RpcException">Evaluation does not have it or does not answer.</exception>
    internal async Task<AttachmentLease> RentAsync(Attachment attachment, CancellationToken cancel)
    {
        if (TryRent(attachment.Sha256) is { } there) return there;
        await fetching.WaitAsync(cancel);
        try
        {
            if (TryRent(attachment.Sha256) is { } meanwhile) return meanwhile;
            MakeRoom(attachment.Size);
            var path = await FetchAsync(attachment, cancel);
            lock (gate) files[attachment.Sha256] = new(path, attachment.Size);
            return TryRent(attachment.Sha256)!;
        }
        finally
        {
            fetching.Release();
        }
    }

    public void Dispose()
    {
        fetching.Dispose();
        if (!folder.IsValueCreated) return;
        try
        {
            folder.Value.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Gone already, or a file is still being read: the system clears its temporary folder.
        }
    }

    private AttachmentLease? TryRent(string sha256)
    {
        lock (gate)
        {
            if (!files.TryGetValue(sha256, out var file)) return null;
            file.Readers++;
            file.LastUse = ++uses;
            return new(file.Path, () =>
            {
                lock (gate) file.Readers--;
            });
        }
    }

    private void MakeRoom(long size)
    {
        lock (gate)
        {
            foreach (var (sha256, file) in files.Where(f => f.Value.Readers == 0).OrderBy(f => f.Value.LastUse).ToList())
            {
                if (files.Values.Sum(f => f.Size) + size <= limit) return;
                files.Remove(sha256);
                File.Delete(file.Path);
            }
        }
    }

    private async Task<string> FetchAsync(Attachment attachment, CancellationToken cancel)
    {
        var path = Path.Combine(folder.Value.FullName, Convert.ToHexStringLower(Convert.FromHexString(attachment.Sha256)));
        var arriving = path + ".part";
        try
        {
            var (size, sha256) = await ReceiveAsync(attachment, arriving, cancel);
            if (size != attachment.Size || sha256 != attachment.Sha256)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Attachment '{attachment.Name}' must have {attachment.Size} bytes with SHA-256 {attachment.Sha256}, but {size} bytes with {sha256} came; see that the file in the dataset folder is the one the run was planned with."));
            }
            File.Move(arriving, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(arriving);
        }
    }

    private async Task<(long Size, string Sha256)> ReceiveAsync(Attachment attachment, string path, CancellationToken cancel)
    {
        using var call = catalog.ReadAttachment(
            new ReadAttachmentRequest { Sha256 = attachment.Sha256 }, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var size = 0L;
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancel))
        {
            size += part.Chunk.Length;
            // One byte too many is enough to know that it is another file.
            if (size > attachment.Size) break;
            hash.AppendData(part.Chunk.Span);
            await file.WriteAsync(part.Chunk.Memory, cancel);
        }
        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
