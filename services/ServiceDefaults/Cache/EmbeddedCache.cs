using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.ServiceDefaults.Cache;

/// <summary>The shared cache of a system that is one process: a bounded dictionary.</summary>
internal sealed class EmbeddedCache(TimeProvider clock) : ISharedCache, IDisposable
{
    private const long MaxBytes = 48 * 1024 * 1024;

    private readonly MemoryCache values = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly ConcurrentDictionary<string, Held> leases = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        var found = new byte[]?[keys.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = values.TryGetValue(keys[i], out Entry entry) && entry.Until > clock.GetTimestamp() ? entry.Value : null;
        return Task.FromResult<IReadOnlyList<byte[]?>>(found);
    }

    public Task SetManyAsync(IReadOnlyList<KeyValuePair<string, byte[]>> entries, TimeSpan keepFor, CancellationToken cancel)
    {
        foreach (var (key, value) in entries)
            values.Set(key, new Entry(value, After(keepFor)), new MemoryCacheEntryOptions { Size = key.Length * 2 + value.Length + 200 });
        return Task.CompletedTask;
    }

    public Task<ILease?> TryLeaseAsync(string key, TimeSpan time, CancellationToken cancel)
    {
        var mine = new Held(this, key, time) { Until = After(time) };
        var holder = leases.AddOrUpdate(key, mine, (_, other) => other.Until > clock.GetTimestamp() ? other : mine);
        return Task.FromResult<ILease?>(ReferenceEquals(holder, mine) ? mine : null);
    }

    public Task CheckAsync(CancellationToken cancel) => Task.CompletedTask;

    public void Dispose() => values.Dispose();

    private long After(TimeSpan time) => clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    private readonly record struct Entry(byte[] Value, long Until);

    private sealed class Held(EmbeddedCache cache, string key, TimeSpan time) : ILease
    {
        internal long Until { get; set; }

        public Task<bool> RenewAsync(CancellationToken cancel)
        {
            var held = cache.leases.TryGetValue(key, out var holder) && ReferenceEquals(holder, this);
            if (held) Until = cache.After(time);
            return Task.FromResult(held);
        }

        public ValueTask DisposeAsync()
        {
            cache.leases.TryRemove(new KeyValuePair<string, Held>(key, this));
            return ValueTask.CompletedTask;
        }
    }
}
