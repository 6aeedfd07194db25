using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Cache;

internal sealed class RedisCache(Lazy<Task<IConnectionMultiplexer>> connection, string service) : ISharedCache
{
    // Only the holder may release or renew: the value of the key tells who it is.
    private const string ReleaseIfMine = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";
    private const string RenewIfMine = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";

    private readonly string holderPrefix = $"{Environment.MachineName}:{Environment.ProcessId}:";
    private long holders;

    public async Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        if (keys.Count == 0) return [];
        var values = await (await DatabaseAsync()).StringGetAsync([.. keys.Select(Key)]).WaitAsync(cancel);
        return Array.ConvertAll(values, value => (byte[]?)value);
    }

    public async Task SetManyAsync(IReadOnlyList<KeyValuePair<string, byte[]>> entries, TimeSpan keepFor, CancellationToken cancel)
    {
        var database = await DatabaseAsync();
        await Task.WhenAll(entries.Select(entry => database.StringSetAsync(Key(entry.Key), entry.Value, keepFor))).WaitAsync(cancel);
    }

    public async Task<ILease?> TryLeaseAsync(string key, TimeSpan time, CancellationToken cancel)
    {
        var database = await DatabaseAsync();
        var holder = holderPrefix + Interlocked.Increment(ref holders).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var taken = await database.StringSetAsync(Key(key), holder, time, When.NotExists).WaitAsync(cancel);
        return taken ? new Held(database, Key(key), holder, time) : null;
    }

    public async Task CheckAsync(CancellationToken cancel) => await (await DatabaseAsync()).PingAsync().WaitAsync(cancel);

    private async Task<IDatabase> DatabaseAsync() => (await connection.Value).GetDatabase();

    private RedisKey Key(string key) => $"medhelm:{service}:{key}";

    private sealed class Held(IDatabase database, RedisKey key, string holder, TimeSpan time) : ILease
    {
        public async Task<bool> RenewAsync(CancellationToken cancel) =>
            (int)await database.ScriptEvaluateAsync(RenewIfMine, [key], [holder, (long)time.TotalMilliseconds]).WaitAsync(cancel) == 1;

        public async ValueTask DisposeAsync()
        {
            try
            {
                await database.ScriptEvaluateAsync(ReleaseIfMine, [key], [holder]);
            }
            catch (RedisException)
            {
                // It ends by itself when its time is up.
            }
        }
    }
}
