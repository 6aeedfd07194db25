using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using StackExchange.Redis;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>One question is asked and paid once, by however many callers and replicas, and no budget is exceeded.</summary>
public abstract class ReplicasContract : IAsyncLifetime
{
    private static readonly InferenceOptions Hasty = new() { ClaimTime = TimeSpan.FromSeconds(1), AbandonedAfter = TimeSpan.Zero };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedProvider provider = new();
    private readonly string database = "replicas_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private readonly List<Replica> replicas = [];

    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 4; i++) replicas.Add(await StartAsync());
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in replicas) await replica.DisposeAsync();
    }

    [Fact]
    public async Task Two_hundred_callers_over_four_replicas_ask_once_and_pay_once()
    {
        var outcomes = await AskAsync(200, i => Replica.Wanted($"{i}", "same"));

        Assert.Equal(1, provider.Calls);
        Assert.All(outcomes, outcome => Assert.Equal("B", outcome.Completion.Text));
        Assert.Equal(ScriptedProvider.Cost, outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        Assert.Equal((1L, ScriptedProvider.Cost), await replicas[0].LedgerAsync());
    }

    [Fact]
    public async Task When_the_replica_that_asks_dies_another_asks_and_one_call_is_charged()
    {
        var asking = new TaskCompletionSource();
        provider.ReplyAsync = async (_, cancel) =>
        {
            if (provider.Calls > 1) return "B";
            asking.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return "";
        };
        var dying = await StartAsync();
        _ = dying.CompleteAsync(Replica.Wanted("leader", "same"));
        await asking.Task.WaitAsync(Patience);
        var waiting = replicas[0].CompleteAsync(Replica.Wanted("waiter", "same"));
        await dying.DisposeAsync();

        var outcome = Assert.Single(await waiting.WaitAsync(Patience));

        Assert.Equal("B", outcome.Completion.Text);
        Assert.Equal(2, provider.Calls);
        Assert.Equal((1L, ScriptedProvider.Cost), await replicas[0].LedgerAsync());
        var budget = await replicas[0].Budgets.FindAsync("runs/test", default);
        Assert.Equal((ScriptedProvider.Cost, 0L), (budget!.SpentNanoUsd, budget.ReservedNanoUsd));
    }

    [Fact]
    public async Task What_a_dead_replica_left_and_nobody_asks_for_is_booked_at_its_worst_case_and_frees_its_reservation()
    {
        var asking = new TaskCompletionSource();
        provider.ReplyAsync = async (_, cancel) =>
        {
            asking.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return "";
        };
        var dying = await StartAsync();
        _ = dying.CompleteAsync(Replica.Wanted("leader", "left"));
        await asking.Task.WaitAsync(Patience);
        await dying.DisposeAsync();

        await Poll.UntilAsync("the reservation is gone", Patience, async _ => (await replicas[0].Budgets.FindAsync("runs/test", default))!.ReservedNanoUsd == 0);

        var budget = await replicas[0].Budgets.FindAsync("runs/test", default);
        Assert.True(budget!.PresumedNanoUsd > 0);
        Assert.Equal(budget.SpentNanoUsd, budget.PresumedNanoUsd);
    }

    [Fact]
    public async Task When_the_next_asker_fails_what_the_dead_one_may_have_spent_stays_counted_until_somebody_gets_the_answer()
    {
        var asking = new TaskCompletionSource();
        provider.ReplyAsync = async (_, cancel) =>
        {
            if (provider.Calls > 1) throw new ProviderException(FailureReason.ProviderError, "It is told to fail.");
            asking.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return "";
        };
        // Swept late, so that it is the next asker who finds the claim.
        var patient = Hasty with { AbandonedAfter = TimeSpan.FromMinutes(10) };
        var dying = await StartPatientAsync();
        await using var living = await StartPatientAsync();
        _ = dying.CompleteAsync(Replica.Wanted("leader", "same"));
        await asking.Task.WaitAsync(Patience);
        await dying.DisposeAsync();

        await living.CompleteAsync(Replica.Wanted("next", "same")).WaitAsync(Patience);

        var budget = await living.Budgets.FindAsync("runs/test", default);
        Assert.True(budget!.PresumedNanoUsd > 0);
        Assert.Equal((budget.PresumedNanoUsd, 0L), (budget.SpentNanoUsd, budget.ReservedNanoUsd));

        provider.Reply = _ => "B";
        await living.CompleteAsync(Replica.Wanted("last", "same")).WaitAsync(Patience);
        budget = await living.Budgets.FindAsync("runs/test", default);
        Assert.Equal((ScriptedProvider.Cost, 0L, 0L), (budget!.SpentNanoUsd, budget.ReservedNanoUsd, budget.PresumedNanoUsd));

        Task<Replica> StartPatientAsync() => Replica.StartAsync(Storage, database + "_patient", ConnectCache(), ConnectWakeUps(), provider, patient);
    }

    [Fact]
    public async Task Five_hundred_callers_never_spend_more_than_the_budget_and_the_ledger_says_what_was_spent()
    {
        const long Limit = 20 * ScriptedProvider.Cost;
        await replicas[0].Budgets.SetAsync("projects/default", Limit, onlyIfAbsent: false, default);

        var outcomes = await AskAsync(500, i => Replica.Wanted($"{i}", $"question {i}"));

        var answered = outcomes.Count(outcome => outcome.Completion is not null);
        var budget = await replicas[0].Budgets.FindAsync("projects/default", default);
        Assert.Equal(provider.Calls, answered);
        Assert.Equal((answered * ScriptedProvider.Cost, 0L), (budget!.SpentNanoUsd, budget.ReservedNanoUsd));
        Assert.InRange(budget.SpentNanoUsd, 1, Limit);
        Assert.Equal((answered, budget.SpentNanoUsd), await replicas[0].LedgerAsync());
        Assert.All(outcomes.Where(outcome => outcome.Completion is null), outcome => Assert.Equal(FailureReason.Budget, outcome.Failure.Reason));
        // Room that reservations took for a moment is used once they settle: what is left would not cover another worst case.
        Assert.True(outcomes.Where(o => o.Failure is not null).All(o => o.Failure.Shortfall.NeededNanoUsd > Limit - budget.SpentNanoUsd));
    }

    private protected abstract ISharedCache ConnectCache();

    private protected abstract IWakeUps ConnectWakeUps();

    private Task<Replica> StartAsync() => Replica.StartAsync(Storage, database, ConnectCache(), ConnectWakeUps(), provider, Hasty);

    private async Task<List<CompletionOutcome>> AskAsync(int callers, Func<int, WantedCompletion> wanted) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(() => replicas[i % replicas.Count].CompleteAsync(wanted(i)))))).Select(outcomes => outcomes[0])];
}

public sealed class EmbeddedReplicasTests : ReplicasContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("replicas");
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private readonly WakeUpBoard board = new();

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose()
    {
        cache.Dispose();
        folder.Dispose();
    }

    private protected override ISharedCache ConnectCache() => cache;

    private protected override IWakeUps ConnectWakeUps() => board;
}

[Collection(ServerCollection.Name)]
public sealed class ServerReplicasTests(ServerFixture servers) : ReplicasContract
{
    private readonly string space = "replicas-" + Path.GetRandomFileName();

    protected override string Storage => servers.Postgres.ConnectionString;

    private protected override ISharedCache ConnectCache() => new RedisCache(Connect(), space);

    private protected override IWakeUps ConnectWakeUps() => new RedisWakeUps(Connect(), space);

    private Lazy<Task<IConnectionMultiplexer>> Connect() =>
        new(async () => await ConnectionMultiplexer.ConnectAsync(new Uri(servers.Redis.ConnectionString).Authority));
}
