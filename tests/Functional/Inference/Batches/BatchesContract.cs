using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Batches;

/// <summary>What is bought in batches is bought once, at the batch price, and every item has an outcome in time.</summary>
public abstract class BatchesContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly PriceList List = new()
    {
        InputUsdPerMillion = 3,
        CachedInputUsdPerMillion = 3,
        CacheWriteUsdPerMillion = 3,
        OutputUsdPerMillion = 15,
        ReasoningUsdPerMillion = 15,
        BatchFactor = 0.5,
    };

    private readonly string database = "batches_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private FakeOpenAi provider = null!;
    private AnyPrompts prompts = null!;
    private BatchReplica replica = null!;

    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        provider = await FakeOpenAi.StartNewAsync();
        prompts = await AnyPrompts.StartAsync();
        replica = await StartAsync(Deployment);
    }

    public async Task DisposeAsync()
    {
        await replica.DisposeAsync();
        await prompts.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Each_new_question_is_one_line_of_one_batch_and_the_ledger_is_the_invoice_at_batch_price(string api)
    {
        await RestartAsync(Deployment with { Provider = api });
        if (api == "openai") await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Live, BatchReplica.Items(50, 5).Select(i => ("known" + i.Item, i.Question))), default);
        var knownBefore = replica.Bus.Outcomes.Count;
        (string, int)[] items = [.. BatchReplica.Items(50 + (5 - knownBefore), knownBefore), .. BatchReplica.Items(0, 47 - knownBefore), ("again0", 0), ("again1", 1), ("again2", 2)];

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, items), default);
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, items.TakeLast(10)), default);
        await OutcomesAsync(knownBefore + 50);
        await IdleAsync();

        var outcomes = replica.Bus.Outcomes.Skip(knownBefore).ToList();
        Assert.Equal(items.Select(i => i.Item1).Order(StringComparer.Ordinal), outcomes.Select(o => o.InstanceId).Order(StringComparer.Ordinal));
        Assert.All(outcomes, outcome => Assert.NotEmpty(outcome.Outcome.Completion.Text));
        var job = Assert.Single(provider.Batches.Jobs);
        Assert.Equal(47 - knownBefore, job.Requests.Select(r => r.Request.Prompt).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(47 - knownBefore, job.Requests.Count);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        Assert.Equal(Invoice(), outcomes.Where(o => o.Outcome.PriceClass == PriceClass.Batch).Sum(o => o.Outcome.ChargedNanoUsd));
        await NothingReservedAsync();
    }

    [Fact]
    public async Task A_replica_killed_while_the_batch_was_being_sent_is_followed_by_one_that_finds_the_batch()
    {
        var sent = new TaskCompletionSource();
        provider.Batches.Created = cancel =>
        {
            sent.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        };
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 10)), default);
        await sent.Task.WaitAsync(Patience);
        provider.Batches.Created = _ => Task.CompletedTask;

        await RestartAsync(Deployment);
        await OutcomesAsync(10);
        await IdleAsync();

        Assert.Single(provider.Batches.Jobs);
        Assert.Equal(0, provider.Ledger.Calls);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        await NothingReservedAsync();
    }

    [Fact]
    public async Task A_replica_killed_while_the_batch_was_under_way_is_followed_by_one_that_takes_it_in()
    {
        provider.Batches.AsksBeforeEnd = int.MaxValue;
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 10)), default);
        await Poll.UntilAsync("the batch is under way", Patience, async _ => (await replica.Store.JobsAsync("fake/m", default)).Any(job => job.State == BatchJobState.Running));
        await RestartAsync(Deployment);
        provider.Batches.AsksBeforeEnd = 0;

        await OutcomesAsync(10);
        await IdleAsync();

        Assert.Single(provider.Batches.Jobs);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        await NothingReservedAsync();
    }

    [Fact]
    public async Task What_a_batch_has_not_answered_by_its_deadline_is_asked_live_and_nothing_is_paid_twice()
    {
        (provider.Batches.AsksBeforeEnd, provider.Batches.DoneBeforeCancel) = (int.MaxValue, 5);

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 10), TimeSpan.FromSeconds(3)), default);
        await OutcomesAsync(10);
        await IdleAsync();

        Assert.True(Assert.Single(provider.Batches.Jobs).Cancelled);
        Assert.Equal(5, provider.Ledger.BilledPrompts);
        Assert.Equal(5, provider.Batches.Bills.Count);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        Assert.Equal([5L, 5L], (await replica.Archive.LedgerAsync("runs/test", default)).Select(line => line.Calls));
        Assert.All(replica.Bus.Outcomes, outcome => Assert.NotEmpty(outcome.Outcome.Completion.Text));
        await NothingReservedAsync();
    }

    [Fact]
    public async Task A_batch_that_never_ends_is_presumed_paid_and_its_questions_are_asked_live()
    {
        provider.Batches.NeverEnds = true;

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 3), TimeSpan.FromSeconds(2)), default);
        await OutcomesAsync(3);
        await IdleAsync();

        var budget = await replica.Budgets.FindAsync("runs/test", default);
        Assert.True(budget!.PresumedNanoUsd > 0);
        Assert.Equal(budget.SpentNanoUsd - budget.PresumedNanoUsd, await CostAsync(PriceClass.Live));
        Assert.Equal(0, budget.ReservedNanoUsd);
    }

    [Fact]
    public async Task Without_room_in_a_budget_nothing_is_sent_and_the_run_hears_of_it_and_can_ask_again()
    {
        await replica.Budgets.SetAsync("runs/test", 1000, onlyIfAbsent: false, default);
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 4)), default);
        await IdleAsync();
        var reached = Assert.Single(replica.Bus.Reached);
        var before = (provider.Batches.Jobs.Count, replica.Bus.Outcomes.Count);
        await replica.Budgets.SetAsync("runs/test", 1_000_000_000, onlyIfAbsent: false, default);

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 4)), default);
        await OutcomesAsync(4);

        Assert.Equal(("runs/test", "runs/test", "default"), (reached.Budget, reached.Run, reached.Project));
        Assert.Equal((0, 0), before);
        Assert.Equal(4, Assert.Single(provider.Batches.Jobs).Requests.Count);
    }

    [Fact]
    public async Task Where_a_budget_has_room_for_some_the_others_follow_when_those_have_settled()
    {
        var worstCase = Prices.WorstCaseNanoUsd(List, MostTokens.OfInput(Replica.Wanted("", "").Request with { Conversation = Conversation.OfPrompt(AnyPrompts.Text(0)) }), 100, PriceClass.Batch);
        await replica.Budgets.SetAsync("runs/test", worstCase * 5 / 2, onlyIfAbsent: false, default);

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 6)), default);
        await OutcomesAsync(6);
        await IdleAsync();

        Assert.True(provider.Batches.Jobs.Count > 1);
        Assert.Equal(6, provider.Batches.Bills.Count);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        Assert.Empty(replica.Bus.Reached);
    }

    [Fact]
    public async Task What_may_pass_is_asked_live_and_what_will_not_pass_is_a_recorded_failure()
    {
        provider.Batches.EndOf = prompt => prompt switch
        {
            "question 1" => FakeBatchEnd.Expired,
            "question 2" => FakeBatchEnd.ServerError,
            "question 3" => FakeBatchEnd.Invalid,
            _ => FakeBatchEnd.Answered,
        };

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, [.. BatchReplica.Items(0, 5), ("j3", 3)]), default);
        await OutcomesAsync(6);
        await IdleAsync();
        var later = new List<ProducedCompletion>();
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, [("i3", 3), ("j3", 3)]), default);
        later.AddRange(replica.Bus.Outcomes.Skip(6));

        var outcomes = replica.Bus.Outcomes.Take(6).ToDictionary(o => o.InstanceId, o => o.Outcome, StringComparer.Ordinal);
        Assert.Equal((PriceClass.Live, PriceClass.Live), (outcomes["i1"].PriceClass, outcomes["i2"].PriceClass));
        Assert.Equal((PriceClass.Batch, PriceClass.Batch), (outcomes["i0"].PriceClass, outcomes["i4"].PriceClass));
        Assert.Equal(2, provider.Ledger.Calls);
        Assert.All([outcomes["i3"], outcomes["j3"], .. later.Select(o => o.Outcome)], outcome => Assert.Equal(FailureReason.InvalidRequest, outcome.Failure.Reason));
        Assert.Equal(2, later.Count);
        Assert.Equal(Invoice(), await CostAsync(PriceClass.Batch));
        await NothingReservedAsync();
    }

    [Fact]
    public async Task A_live_caller_of_a_question_in_a_batch_waits_its_time_and_pays_nothing()
    {
        provider.Batches.AsksBeforeEnd = int.MaxValue;
        await RestartAsync(Deployment with { Deadline = TimeSpan.FromSeconds(1) });
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 1)), default);
        await Poll.UntilAsync("the batch is under way", Patience, async _ => (await replica.Store.JobsAsync("fake/m", default)).Any(job => job.State == BatchJobState.Running));

        var direct = Assert.Single(await replica.Engine.CompleteAsync([Direct()], Texts, default).WaitAsync(Patience));
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Live, [("other", 0)]), default).WaitAsync(Patience);
        var unanswered = replica.Bus.Outcomes.Count;
        provider.Batches.AsksBeforeEnd = 0;
        await OutcomesAsync(1);
        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Live, [("other", 0)]), default);

        Assert.Equal(FailureReason.Timeout, direct.Failure.Reason);
        Assert.Contains("batch", direct.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, unanswered);
        Assert.Equal(0L, replica.Bus.Outcomes.Single(o => o.InstanceId == "other").Outcome.ChargedNanoUsd);
        Assert.Equal(0, provider.Ledger.Calls);
    }

    [Fact]
    public async Task A_deployment_without_batches_is_asked_live_at_once()
    {
        await RestartAsync(Deployment with { Batch = false });

        await replica.Handler.HandleAsync(BatchReplica.Request(PriceClass.Batch, BatchReplica.Items(0, 3)), default);

        Assert.Equal(3, replica.Bus.Outcomes.Count);
        Assert.Empty(provider.Batches.Jobs);
    }

    private DeploymentDefinition Deployment => new()
    {
        Id = "fake/m",
        Provider = "openai",
        Model = "m",
        BaseUrl = new Uri(provider.BaseUrl + "/"),
        Retries = 0,
        Prices = List,
    };

    private WantedCompletion Direct() => new()
    {
        ItemKey = "direct",
        Run = "",
        Purpose = Purpose.Direct,
        Request = new ProviderRequest { Deployment = replica.Deployment, PromptDigest = Digest.Of(AnyPrompts.Text(0)), Parameters = new DecodingParameters { MaxOutputTokens = 100 } },
    };

    private static Task<Dictionary<string, string>> Texts(IReadOnlyList<string> digests) =>
        Task.FromResult(digests.ToDictionary(digest => digest, _ => AnyPrompts.Text(0), StringComparer.Ordinal));

    private Task<BatchReplica> StartAsync(DeploymentDefinition deployment) => BatchReplica.StartAsync(Storage, database, prompts.Address, deployment);

    private async Task RestartAsync(DeploymentDefinition deployment)
    {
        await replica.DisposeAsync();
        replica = await StartAsync(deployment);
    }

    private Task OutcomesAsync(int count) => Poll.UntilAsync($"{count} outcomes", Patience, _ => Task.FromResult(replica.Bus.Outcomes.Count >= count));

    private Task IdleAsync() => Poll.UntilAsync("no batch is left", Patience, async _ => (await replica.Store.DeploymentsAsync(default)).Count == 0);

    private long Invoice() => provider.Batches.Bills.Sum(bill => Prices.NanoUsd(List, new Usage { InputTokens = bill.Input, OutputTokens = bill.Output }, PriceClass.Batch));

    private async Task<long> CostAsync(PriceClass priceClass) =>
        (await replica.Archive.LedgerAsync("runs/test", default)).Where(line => line.PriceClass == priceClass).Sum(line => line.CostNanoUsd);

    private async Task NothingReservedAsync()
    {
        var budget = await replica.Budgets.FindAsync("runs/test", default);
        var lines = await replica.Archive.LedgerAsync("runs/test", default);
        Assert.Equal((lines.Sum(line => line.CostNanoUsd), 0L, 0L), (budget!.SpentNanoUsd, budget.ReservedNanoUsd, budget.PresumedNanoUsd));
    }
}

public sealed class EmbeddedBatchesTests : BatchesContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("batches");

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class ServerBatchesTests(ServerFixture servers) : BatchesContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
