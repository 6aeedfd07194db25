using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Limits;
using MedHelm.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

[Collection(ServerCollection.Name)]
public sealed class RedisLimitsTests(ServerFixture servers) : SharedLimitsContract
{
    private readonly FakeTimeProvider clock = new();
    private RedisLimits? limits;

    private protected override ISharedLimits Limits => limits ??= Replica(servers.Redis, "a", clock);

    [Fact]
    public async Task A_replica_that_waits_gets_the_next_free_place_before_one_that_never_pauses()
    {
        var (first, second) = (Replica(servers.Redis, "a"), Replica(servers.Redis, "b"));
        var (name, rules) = (Path.GetRandomFileName(), new LimitRules(1));
        var held = await first.AcquireAsync(name, rules, 1, [1]);
        Assert.Equal(LimitReason.Concurrency, (await second.AcquireAsync(name, rules, 1, [1])).Reason);

        await first.ReleaseAsync(name, rules, new LimitPermit(1, held.TakenAt), LimitOutcome.Succeeded, null);
        Assert.Equal(0, (await first.AcquireAsync(name, rules, 2, [1])).Granted);
        Assert.Equal(1, (await second.AcquireAsync(name, rules, 2, [1])).Granted);
    }

    [Fact]
    public async Task Calls_go_on_without_Redis_and_what_was_tuned_holds_again_when_it_is_back_without_memory()
    {
        await using var redis = await RedisServer.StartNewAsync();
        var shared = Replica(redis, "a");
        var one = new FallingBackLimits(shared, new EmbeddedLimits(TimeProvider.System), TimeProvider.System, NullLogger<FallingBackLimits>.Instance);
        var rules = new LimitRules(8);
        await one.TuneAsync("one", new LimitRules(3), "night", default);
        Assert.Equal(3, (await one.AcquireAsync("one", rules, 1, [1, 1, 1, 1])).Granted);

        await redis.FlushAsync();
        await one.RenewAsync("one", [1, 2, 3]);
        await one.AcquireAsync("one", rules, 5, [1]);
        var state = await shared.ReadAsync("one", rules, default);
        while (state.Tuned is null) state = await shared.ReadAsync("one", rules, default);
        Assert.Equal(new LimitRules(3), state.Tuned);

        await redis.KillAsync();
        Assert.Equal(3, (await one.AcquireAsync("one", rules, 10, [1, 1, 1, 1])).Granted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => one.TuneAsync("one", null, "", default));
    }

    protected override Task LetPassAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }

    private static RedisLimits Replica(RedisServer redis, string holder, TimeProvider? clock = null) =>
        new(RedisConnection.To(new Uri(redis.ConnectionString), "test"), "test", holder) { Clock = clock };
}
