using System.Collections.Concurrent;
using MedHelm.ServiceDefaults.Cache;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>A shared cache that shows what it was given.</summary>
internal sealed class KeptBytes : ISharedCache, IDisposable
{
    private readonly EmbeddedCache inner = new(TimeProvider.System);

    public ConcurrentBag<byte[]> Values { get; } = [];

    public Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancel) => inner.GetManyAsync(keys, cancel);

    public Task SetManyAsync(IReadOnlyList<KeyValuePair<string, byte[]>> entries, TimeSpan keepFor, CancellationToken cancel)
    {
        foreach (var (_, value) in entries) Values.Add(value);
        return inner.SetManyAsync(entries, keepFor, cancel);
    }

    public Task<ILease?> TryLeaseAsync(string key, TimeSpan time, CancellationToken cancel) => inner.TryLeaseAsync(key, time, cancel);

    public Task CheckAsync(CancellationToken cancel) => inner.CheckAsync(cancel);

    public void Dispose() => inner.Dispose();
}
