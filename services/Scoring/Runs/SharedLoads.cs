namespace MedHelm.Scoring.Runs;

/// <summary>
/// Keeps values that never change: each is loaded once however many ask for it at a time, the least recently used leave when
/// the sum of sizes passes the limit, and a failed load, or one whose value is not to be kept, is tried again by the next who asks.
/// </summary>
internal sealed class SharedLoads<T>(long limit, Func<T, long> sizeOf, Predicate<T>? isKept = null) where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> byUse = new();
    private long size;

    /// <param name="load">Not cancelled by one caller, because others may wait for the same value; must end by itself.</param>
    internal Task<T> GetAsync(string key, Func<Task<T>> load, CancellationToken cancel)
    {
        LinkedListNode<Entry>? node;
        lock (gate)
        {
            if (entries.TryGetValue(key, out node)) byUse.Remove(node);
            else entries[key] = node = new(new Entry(key, new Lazy<Task<T>>(() => LoadAsync(key, load))));
            byUse.AddFirst(node);
        }
        return node.Value.Value.Value.WaitAsync(cancel);
    }

    private async Task<T> LoadAsync(string key, Func<Task<T>> load)
    {
        try
        {
            var value = await load();
            Loaded(key, value);
            return value;
        }
        catch
        {
            lock (gate) Remove(key);
            throw;
        }
    }

    private void Loaded(string key, T value)
    {
        var valueSize = sizeOf(value);
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var node)) return;
            if (isKept?.Invoke(value) == false)
            {
                Remove(key);
                return;
            }
            node.Value.Size = valueSize;
            size += valueSize;
            for (var oldest = byUse.Last; oldest is not null && size > limit;)
            {
                var newer = oldest.Previous;
                // What is being loaded has no size yet and people wait for it.
                if (oldest != node && oldest.Value.Size > 0) Remove(oldest.Value.Key);
                oldest = newer;
            }
        }
    }

    private void Remove(string key)
    {
        if (!entries.Remove(key, out var node)) return;
        byUse.Remove(node);
        size -= node.Value.Size;
    }

    private sealed class Entry(string key, Lazy<Task<T>> value)
    {
        internal string Key => key;

        internal Lazy<Task<T>> Value => value;

        internal long Size { get; set; }
    }
}
