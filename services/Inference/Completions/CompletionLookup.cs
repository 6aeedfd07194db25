using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Inference.Completions;

/// <summary>
/// Finds earlier answers: in this process, else in the hot cache, else in the archive, from where they go back into both. What
/// stands under a digest never changes, so a copy is never stale.
/// </summary>
internal sealed partial class CompletionLookup(
    [FromKeyedServices(InferenceModule.Service)] ISharedCache cache, CompletionArchive archive, CompletionRecords records, RecentCompletions recent, ILogger<CompletionLookup> logger)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(7);

    /// <summary>The answer, if this process has it at hand.</summary>
    public ArchivedCompletion? FindRecent(string digest) => recent.Find(digest);

    /// <summary>The answers that are known, by request digest.</summary>
    public async Task<Dictionary<string, (ArchivedCompletion Completion, ServedFrom From)>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel)
    {
        var found = new Dictionary<string, (ArchivedCompletion, ServedFrom)>(digests.Count, StringComparer.Ordinal);
        foreach (var digest in digests)
            if (recent.Find(digest) is { } completion) found[digest] = (completion, ServedFrom.Cache);

        var missing = Missing();
        if (missing.Length == 0) return found;
        var cached = await CachedAsync(missing, cancel);
        for (var i = 0; i < missing.Length; i++)
            if (cached[i] is { } bytes) await AddAsync(missing[i], CachedRecord.Read(bytes), ServedFrom.Cache);

        missing = Missing();
        if (missing.Length == 0) return found;
        var archived = await archive.FindAsync(missing, cancel);
        foreach (var (digest, stored) in archived) await AddAsync(digest, stored, ServedFrom.Archive);
        await ShareAsync(archived, cancel);
        return found;

        string[] Missing() => [.. digests.Where(digest => !found.ContainsKey(digest)).Distinct(StringComparer.Ordinal)];

        async ValueTask AddAsync(string digest, StoredCompletion stored, ServedFrom from)
        {
            if (await records.UnpackAsync(stored, digest, cancel) is not { } completion) return;
            found[digest] = (completion, from);
            recent.Keep(completion, stored);
        }
    }

    /// <summary>Puts an answer that is in the archive where it is found fast.</summary>
    public async Task KeepAsync(ArchivedCompletion completion, StoredCompletion stored, CancellationToken cancel)
    {
        recent.Keep(completion, stored);
        await ShareAsync(new(StringComparer.Ordinal) { [completion.RequestDigest] = stored }, cancel);
    }

    private async Task ShareAsync(Dictionary<string, StoredCompletion> completions, CancellationToken cancel)
    {
        if (completions.Count == 0) return;
        try
        {
            await cache.SetManyAsync([.. completions.Select(c => KeyValuePair.Create(Key(c.Key), CachedRecord.Write(c.Value)))], KeepFor, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The archive has them; the cache is only the faster way.
            Log.CacheUnreachable(logger, e.GetType().Name);
        }
    }

    private async Task<IReadOnlyList<byte[]?>> CachedAsync(string[] digests, CancellationToken cancel)
    {
        try
        {
            return await cache.GetManyAsync(Array.ConvertAll(digests, Key), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.CacheUnreachable(logger, e.GetType().Name);
            return new byte[]?[digests.Length];
        }
    }

    private static string Key(string digest) => "answer:" + digest;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The hot cache does not answer ({Cause}); the archive serves instead.", EventName = "CacheUnreachable")]
        internal static partial void CacheUnreachable(ILogger logger, string cause);
    }
}
