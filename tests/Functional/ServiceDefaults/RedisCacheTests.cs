using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Servers;
using StackExchange.Redis;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

[Collection(ServerCollection.Name)]
public sealed class RedisCacheTests(ServerFixture servers) : SharedCacheContract
{
    private readonly RedisCache cache = new(
        new Lazy<Task<IConnectionMultiplexer>>(async () => await ConnectionMultiplexer.ConnectAsync(new Uri(servers.Redis.ConnectionString).Authority)), "test");

    private protected override ISharedCache Cache => cache;

    // Redis keeps its own time.
    protected override Task LetPassAsync(TimeSpan time) => Task.Delay(time);
}
