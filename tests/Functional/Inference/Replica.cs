using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Flow;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Limits;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>The parts of one Inference replica that answer questions, over a given database and cache.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly FlowControl flow;
    private readonly RecentCompletions recent = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    private Replica(Settings settings, Database database, ISharedCache cache, IWakeUps wakeUps, IProvider provider, InferenceOptions options, ILoggerFactory logs)
    {
        Database = database;
        Archive = new CompletionArchive(database);
        Budgets = new BudgetStore(database, TimeProvider.System);
        Book = new CallBook(database, TimeProvider.System, logs.CreateLogger<CallBook>());
        Keeper = new ClaimKeeper(database, Options.Create(options), TimeProvider.System, logs.CreateLogger<ClaimKeeper>());
        var masters = new MasterKeyRing(settings, logs.CreateLogger<MasterKeyRing>());
        var records = new CompletionRecords(new PrivateText(new ProjectKeys(new ProjectKeyStore(database), masters, TimeProvider.System), masters));
        var lookup = new CompletionLookup(cache, Archive, records, recent, logs.CreateLogger<CompletionLookup>());
        flow = new FlowControl(new EmbeddedLimits(TimeProvider.System), TimeProvider.System, logs.CreateLogger<FlowControl>());
        var providers = new ProviderDirectory([provider], logs.CreateLogger<ProviderDirectory>());
        var asking = new ProviderAsking(Book, Keeper, Archive, lookup, records, flow, providers, wakeUps, Options.Create(options), TimeProvider.System);
        Engine = new CompletionEngine(lookup, Archive, records, Book, asking, providers, new SingleFlight(lifetime));
    }

    public Database Database { get; }

    public CompletionArchive Archive { get; }

    public BudgetStore Budgets { get; }

    public CallBook Book { get; }

    public ClaimKeeper Keeper { get; }

    public CompletionEngine Engine { get; }

    /// <summary>Opens the database, brings it up to date, and keeps claims alive like the service does.</summary>
    public static async Task<Replica> StartAsync(string storage, string database, ISharedCache cache, IWakeUps wakeUps, IProvider provider, InferenceOptions? options = null, ILoggerFactory? logs = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", storage)]).Build();
        var settings = Settings.Read(configuration);
        var opened = new Database(database, settings, typeof(InferenceModule).Assembly);
        await new DatabaseMigrator([opened], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        var replica = new Replica(settings, opened, cache, wakeUps, provider, options ?? new InferenceOptions(), logs ?? NullLoggerFactory.Instance);
        await replica.Keeper.StartAsync(default);
        return replica;
    }

    /// <summary>One outcome for each.</summary>
    public Task<CompletionOutcome[]> CompleteAsync(params WantedCompletion[] wanted) =>
        Engine.CompleteAsync(wanted, digests => Task.FromResult(digests.Distinct(StringComparer.Ordinal).ToDictionary(d => d, d => d, StringComparer.Ordinal)), default);

    /// <summary>An item of the run runs/test, whose prompt is its own digest.</summary>
    public static WantedCompletion Wanted(string item, string prompt, string run = "runs/test") => new()
    {
        ItemKey = item,
        Run = run,
        Purpose = Purpose.Candidate,
        Request = new ProviderRequest
        {
            Deployment = new DeploymentDefinition
            {
                Id = "scripted/m",
                Provider = "scripted",
                Model = "m",
                Retries = 1,
                HonoursIdempotencyKeys = true,
                Prices = new PriceList { InputUsdPerMillion = 1, OutputUsdPerMillion = 1, ReasoningUsdPerMillion = 1 },
            },
            PromptDigest = prompt,
            Parameters = new DecodingParameters { MaxOutputTokens = 100 },
        },
    };

    /// <summary>Billed calls and their cost in the run's ledger.</summary>
    public async Task<(long Calls, long Cost)> LedgerAsync(string run = "runs/test")
    {
        var lines = await Archive.LedgerAsync(run, default);
        return (lines.Sum(line => line.Calls), lines.Sum(line => line.CostNanoUsd));
    }

    /// <summary>Ends the replica as if it were killed: claims stay behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await Keeper.StopAsync(default);
        await Book.DisposeAsync();
        await Database.DisposeAsync();
        Keeper.Dispose();
        flow.Dispose();
        recent.Dispose();
    }
}
