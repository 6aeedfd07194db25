using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>One question is asked once, by however many callers and replicas.</summary>
public abstract class SingleFlightContract : IAsyncLifetime
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("flight");
    private readonly string digest = Path.GetRandomFileName();
    private Database database = null!;
    private CompletionArchive archive = null!;
    private int asked;

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", "sqlite:" + folder.Path)]).Build();
        database = new Database("inference", Settings.Read(configuration), typeof(InferenceModule).Assembly);
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        archive = new CompletionArchive(database);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Two_hundred_callers_over_four_replicas_ask_once()
    {
        var replicas = Enumerable.Range(0, 4).Select(_ => Replica()).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => replicas[i % 4].Flights.RunAsync(digest, _ => AskAsync(replicas[i % 4].Lookup), default))));

        Assert.Equal(1, asked);
        Assert.All(answers, answer => Assert.Equal("the answer", answer.Completion.Completion.Text));
        Assert.Single(answers, answer => answer.From == ServedFrom.Provider);
    }

    [Fact]
    public async Task When_the_one_who_asks_fails_the_next_may_ask()
    {
        var replica = Replica();

        await Assert.ThrowsAsync<InvalidOperationException>(() => replica.Flights.RunAsync(digest, _ => throw new InvalidOperationException("planned failure"), default));
        var (completion, from) = await replica.Flights.RunAsync(digest, _ => AskAsync(replica.Lookup), default);

        Assert.Equal(("the answer", ServedFrom.Provider), (completion.Completion.Text, from));
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_paid_call_going_and_the_next_takes_its_answer()
    {
        var replica = Replica();
        using var impatient = new CancellationTokenSource();
        var (asking, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = replica.Flights.RunAsync(digest, async _ =>
        {
            asking.SetResult();
            await answer.Task;
            return await AskAsync(replica.Lookup);
        }, impatient.Token);
        await asking.Task;
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = replica.Flights.RunAsync(digest, _ => AskAsync(replica.Lookup), default);
        answer.SetResult();

        Assert.Equal("the answer", (await second.WaitAsync(TimeSpan.FromSeconds(30))).Completion.Completion.Text);
        Assert.Equal(1, asked);
    }

    private protected abstract ISharedCache ConnectCache();

    private (SingleFlight Flights, CompletionLookup Lookup) Replica()
    {
        var cache = ConnectCache();
        var lookup = new CompletionLookup(cache, archive, NullLogger<CompletionLookup>.Instance);
        return (new SingleFlight(cache, lookup, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), TimeProvider.System, NullLogger<SingleFlight>.Instance), lookup);
    }

    private async Task<ArchivedCompletion> AskAsync(CompletionLookup lookup)
    {
        Interlocked.Increment(ref asked);
        await Task.Yield();
        var completion = new ArchivedCompletion { RequestDigest = digest, Completion = new Completion { Text = "the answer" } };
        await archive.AddAsync([new ArchiveEntry { ItemKey = "i", Run = "", Deployment = "d", Purpose = Purpose.Direct, Called = true, Completion = completion, CalledAt = DateTimeOffset.UnixEpoch }], default);
        await lookup.KeepAsync([completion], default);
        return completion;
    }
}

public sealed class EmbeddedSingleFlightTests : SingleFlightContract, IDisposable
{
    // In one process the replicas of the test share the one cache.
    private readonly EmbeddedCache cache = new(TimeProvider.System);

    public void Dispose() => cache.Dispose();

    private protected override ISharedCache ConnectCache() => cache;
}

[Collection(ServerCollection.Name)]
public sealed class RedisSingleFlightTests(ServerFixture servers) : SingleFlightContract
{
    private protected override ISharedCache ConnectCache() =>
        new RedisCache(new Lazy<Task<IConnectionMultiplexer>>(async () => await ConnectionMultiplexer.ConnectAsync(new Uri(servers.Redis.ConnectionString).Authority)), "flight-test");
}
