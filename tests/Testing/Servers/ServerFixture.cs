using Xunit;

namespace MedHelm.Testing.Servers;

/// <summary>
/// RabbitMQ, Redis and PostgreSQL for a collection of tests: <c>[CollectionDefinition("servers")] class ServerCollection :
/// ICollectionFixture&lt;ServerFixture&gt;</c> in the test assembly. The first fixture of a test process starts the three side by side,
/// all later ones share them, and they go with the process. A test that kills a server starts one of its own instead.
/// </summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<(RabbitMqServer RabbitMq, RedisServer Redis, PostgresServer Postgres)>> Shared = new(StartAsync);

    public RabbitMqServer RabbitMq => Shared.Value.Result.RabbitMq;

    public RedisServer Redis => Shared.Value.Result.Redis;

    public PostgresServer Postgres => Shared.Value.Result.Postgres;

    public Task InitializeAsync() => Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<(RabbitMqServer RabbitMq, RedisServer Redis, PostgresServer Postgres)> StartAsync()
    {
        var rabbitMq = Task.Run(() => RabbitMqServer.StartNewAsync());
        var redis = Task.Run(() => RedisServer.StartNewAsync());
        var postgres = Task.Run(() => PostgresServer.StartNewAsync());
        await Task.WhenAll(rabbitMq, redis, postgres);
        return (await rabbitMq, await redis, await postgres);
    }
}
