using MedHelm.Testing.Servers;

namespace MedHelm.Testing.Installations;

/// <summary>Some processes of Inference on one PostgreSQL and one Redis, for direct calls: with no other service and no broker.</summary>
public sealed class InferenceReplicas : IAsyncDisposable
{
    // Nobody listens there; direct calls never ask the other services.
    private const string Nowhere = "http://127.0.0.1:1";

    private InferenceReplicas(PostgresServer postgres, RedisServer redis, IReadOnlyList<InferenceReplica> all)
    {
        Postgres = postgres;
        Redis = redis;
        All = all;
    }

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    public IReadOnlyList<InferenceReplica> All { get; }

    /// <param name="count">Number of processes.</param>
    /// <param name="deployments">Deployments file.</param>
    /// <param name="settings">More MEDHELM__ variables for each.</param>
    public static async Task<InferenceReplicas> StartNewAsync(int count, string deployments, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var starting = (Postgres: PostgresServer.StartNewAsync(), Redis: RedisServer.StartNewAsync());
        var (postgres, redis) = (await starting.Postgres, await starting.Redis);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MEDHELM__BUS"] = "memory:",
            ["MEDHELM__CACHE"] = redis.ConnectionString,
            ["MEDHELM__STORAGE"] = postgres.ConnectionString,
            ["MEDHELM__DEPLOYMENTS"] = deployments,
            ["MEDHELM__SERVICES__EVALUATION"] = Nowhere,
            ["MEDHELM__SERVICES__JUDGING"] = Nowhere,
        };
        foreach (var (name, value) in settings) environment[name] = value;
        return new InferenceReplicas(postgres, redis, await Task.WhenAll(Enumerable.Range(0, count).Select(_ => InferenceReplica.StartNewAsync(environment))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in All) await replica.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
