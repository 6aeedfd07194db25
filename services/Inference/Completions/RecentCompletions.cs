using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Inference.Completions;

/// <summary>Answers that this process gave a moment ago, within bounds. Never private ones: those exist in clear only while they are served.</summary>
internal sealed class RecentCompletions : IDisposable
{
    private const long MaxBytes = 32 * 1024 * 1024;
    private const int Overhead = 500;

    private readonly MemoryCache completions = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public ArchivedCompletion? Find(string digest) => completions.TryGetValue(digest, out ArchivedCompletion? completion) ? completion : null;

    public void Keep(ArchivedCompletion completion, StoredCompletion stored)
    {
        if (!stored.Sealed)
            completions.Set(completion.RequestDigest, completion, new MemoryCacheEntryOptions { Size = completion.Completion.Text.Length * 2 + Overhead });
    }

    public void Dispose() => completions.Dispose();
}
