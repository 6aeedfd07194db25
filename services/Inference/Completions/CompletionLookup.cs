using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Inference.Completions;

/// <summary>Finds earlier answers: in the hot cache, else in the archive, from where they go back into the cache.</summary>
internal sealed partial class CompletionLookup(
    [FromKeyedServices(InferenceModule.Service)] ISharedCache cache, CompletionArchive archive, ILogger<CompletionLookup> logger)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(7);

    /// <summary>The answers that are known, by request digest.</summary>
    public async Task<Dictionary<string, (ArchivedCompletion Completion, ServedFrom From)>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel)
    {
        var found = new Dictionary<string, (ArchivedCompletion, ServedFrom)>(digests.Count, StringComparer.Ordinal);
        var cached = await CachedAsync(digests, cancel);
        for (var i = 0; i < digests.Count; i++)
            if (cached[i] is { } bytes) found[digests[i]] = (ArchivedCompletion.Parser.ParseFrom(bytes), ServedFrom.Cache);
        var missing = digests.Where(digest => !found.ContainsKey(digest)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return found;
        var archived = await archive.FindAsync(missing, cancel);
        foreach (var completion in archived) found[completion.RequestDigest] = (completion, ServedFrom.Archive);
        await KeepAsync(archived, cancel);
        return found;
    }

    /// <summary>The answer, if the hot cache has it: enough to notice what another replica did a moment ago.</summary>
    public async Task<ArchivedCompletion?> FindCachedAsync(string digest, CancellationToken cancel) =>
        (await CachedAsync([digest], cancel))[0] is { } bytes ? ArchivedCompletion.Parser.ParseFrom(bytes) : null;

    /// <summary>Puts answers that are in the archive into the hot cache.</summary>
    public async Task KeepAsync(IReadOnlyList<ArchivedCompletion> completions, CancellationToken cancel)
    {
        if (completions.Count == 0) return;
        try
        {
            await cache.SetManyAsync([.. completions.Select(c => KeyValuePair.Create(Key(c.RequestDigest), c.ToByteArray()))], KeepFor, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The archive has them; the cache is only the faster way.
            Log.CacheUnreachable(logger, e.GetType().Name);
        }
    }

    private async Task<IReadOnlyList<byte[]?>> CachedAsync(IReadOnlyList<string> digests, CancellationToken cancel)
    {
        try
        {
            return await cache.GetManyAsync([.. digests.Select(Key)], cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.CacheUnreachable(logger, e.GetType().Name);
            return new byte[]?[digests.Count];
        }
    }

    private static string Key(string digest) => "completion:" + digest;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The hot cache does not answer ({Cause}); the archive serves instead.", EventName = "CacheUnreachable")]
        internal static partial void CacheUnreachable(ILogger logger, string cause);
    }
}
