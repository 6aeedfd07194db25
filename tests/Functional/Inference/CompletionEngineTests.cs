using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

public sealed class CompletionEngineTests : IAsyncLifetime
{
    private static readonly Usage Used = new() { InputTokens = 100, OutputTokens = 10 };
    private const long Cost = 110_000;

    private readonly TemporaryFolder folder = TemporaryFolder.Create("engine");
    private readonly ScriptedProvider provider = new();
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private Database database = null!;
    private CompletionArchive archive = null!;
    private ArchiveWriter writer = null!;
    private CompletionEngine engine = null!;

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", "sqlite:" + folder.Path)]).Build();
        database = new Database("inference", Settings.Read(configuration), typeof(InferenceModule).Assembly);
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        archive = new CompletionArchive(database);
        writer = new ArchiveWriter(archive, TimeProvider.System, NullLogger<ArchiveWriter>.Instance);
        var lookup = new CompletionLookup(cache, archive, NullLogger<CompletionLookup>.Instance);
        var flights = new SingleFlight(cache, lookup, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), TimeProvider.System, NullLogger<SingleFlight>.Instance);
        engine = new CompletionEngine(lookup, archive, writer, new ProviderCaller([provider], TimeProvider.System, NullLogger<ProviderCaller>.Instance), flights, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await writer.DisposeAsync();
        await database.DisposeAsync();
        cache.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_provider_that_breaks_in_an_unforeseen_way_fails_its_item_and_no_other()
    {
        provider.Reply = prompt => prompt == "bad" ? throw new InvalidOperationException("unforeseen") : "B";

        var outcomes = await CompleteAsync(Wanted("1", "bad"), Wanted("2", "good"));

        Assert.Equal(FailureReason.ProviderError, outcomes[0].Failure.Reason);
        Assert.DoesNotContain("unforeseen", outcomes[0].Failure.Message, StringComparison.Ordinal);
        Assert.Equal("B", outcomes[1].Completion.Text);
    }

    [Fact]
    public async Task A_failed_call_is_charged_once_however_many_waited_for_it()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.ContentFilter, "stopped") { Usage = Used };

        var outcomes = await CompleteAsync([.. Enumerable.Range(0, 50).Select(i => Wanted($"{i}", "same"))]);

        Assert.All(outcomes, outcome => Assert.Equal(FailureReason.ContentFilter, outcome.Failure.Reason));
        Assert.Equal(provider.Calls * Cost, outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        Assert.Equal((provider.Calls, provider.Calls * Cost), await LedgerAsync());
    }

    [Fact]
    public async Task An_item_delivered_twice_at_once_fails_once_with_its_whole_cost()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.ContentFilter, "stopped") { Usage = Used };

        var outcomes = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => CompleteAsync(Wanted("1", "p")))))).Select(o => o[0]).ToList();

        Assert.All(outcomes, outcome => Assert.Equal(Cost, outcome.ChargedNanoUsd));
        Assert.Equal((1L, Cost), await LedgerAsync());
    }

    [Fact]
    public async Task A_failed_item_stays_failed_even_when_its_prompt_is_answered_later()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.InvalidRequest, "refused");
        await CompleteAsync(Wanted("1", "same"));
        provider.Reply = _ => "B";
        await CompleteAsync(Wanted("2", "same"));

        Assert.Equal(FailureReason.InvalidRequest, Assert.Single(await CompleteAsync(Wanted("1", "same"))).Failure.Reason);
    }

    [Fact]
    public async Task Tokens_of_failed_attempts_are_part_of_the_cost()
    {
        var attempts = 0;
        provider.Reply = _ => ++attempts == 1 ? throw new ProviderException(FailureReason.ProviderError, "cut", passing: true) { Usage = Used } : "B";

        var outcome = Assert.Single(await CompleteAsync(Wanted("1", "p")));

        Assert.Equal((2, 2 * Cost), (outcome.Attempts, outcome.ChargedNanoUsd));
        Assert.Equal((1L, 2 * Cost), await LedgerAsync());
    }

    [Fact]
    public async Task A_redelivered_item_costs_what_it_cost_the_first_time()
    {
        var first = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        var again = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        var other = Assert.Single(await CompleteAsync(Wanted("2", "p")));

        Assert.Equal((Cost, Cost, 0L), (first.ChargedNanoUsd, again.ChargedNanoUsd, other.ChargedNanoUsd));
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_prompt_nobody_has_is_a_failure_and_no_call()
    {
        var outcomes = await engine.CompleteAsync([Wanted("1", "p")], _ => Task.FromResult(new Dictionary<string, string>(StringComparer.Ordinal)), default);

        Assert.Equal(FailureReason.PromptMissing, Assert.Single(outcomes).Failure.Reason);
        Assert.Equal(0, provider.Calls);
    }

    [Fact]
    public async Task When_a_deployment_is_gone_what_was_paid_stays_and_the_rest_fails_for_good()
    {
        var message = new CompletionsRequested
        {
            Batch = new CompletionBatch { Run = "runs/r", Benchmark = "b", Candidate = "scripted/m", Deployment = "scripted/m" },
            Items = { new RequestedCompletion { InstanceId = "1" }, new RequestedCompletion { InstanceId = "2" } },
        };
        await CompleteAsync(Wanted(ItemKey.Of(message.Batch, "1"), "p"));

        var outcomes = await engine.FailAsync(message, FailureReason.UnknownDeployment, "gone", default);
        var later = await CompleteAsync(Wanted(ItemKey.Of(message.Batch, "2"), "q"));

        Assert.Equal(("B", Cost), (outcomes[0].Completion.Text, outcomes[0].ChargedNanoUsd));
        Assert.Equal(FailureReason.UnknownDeployment, outcomes[1].Failure.Reason);
        Assert.Equal(FailureReason.UnknownDeployment, Assert.Single(later).Failure.Reason);
        Assert.Equal(1, provider.Calls);
    }

    private Task<CompletionOutcome[]> CompleteAsync(params WantedCompletion[] wanted) =>
        engine.CompleteAsync(wanted, digests => Task.FromResult(digests.Distinct(StringComparer.Ordinal).ToDictionary(d => d, d => d, StringComparer.Ordinal)), default);

    private async Task<(long Calls, long Cost)> LedgerAsync()
    {
        var lines = await archive.LedgerAsync("runs/r", default);
        return (lines.Sum(line => line.Calls), lines.Sum(line => line.CostNanoUsd));
    }

    private static WantedCompletion Wanted(string item, string prompt) => new()
    {
        ItemKey = item,
        Run = "runs/r",
        Purpose = Purpose.Candidate,
        Request = new ProviderRequest
        {
            Deployment = new DeploymentDefinition { Id = "scripted/m", Provider = "scripted", Model = "m", Retries = 1, Prices = new PriceList { InputUsdPerMillion = 1, OutputUsdPerMillion = 1 } },
            PromptDigest = prompt,
            Parameters = new DecodingParameters(),
        },
    };

    private sealed class ScriptedProvider : IProvider
    {
        private int calls;

        public string Name => "scripted";

        public long Calls => calls;

        public Func<string, string> Reply { get; set; } = _ => "B";

        public string KeyOf(ProviderRequest request) => "";

        public async Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
        {
            Interlocked.Increment(ref calls);
            await Task.Yield();
            return new ProviderReply(new Completion { Text = Reply(request.Conversation!.AsPrompt!) }, Used.Clone());
        }
    }
}
