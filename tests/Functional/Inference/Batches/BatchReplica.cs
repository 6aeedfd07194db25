using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Batches;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Flow;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Limits;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MedHelm.Tests.Functional.Inference.Batches;

/// <summary>One Inference replica that takes requests of a run and looks after their batches, in a hurry.</summary>
internal sealed class BatchReplica : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private BatchReplica(ServiceProvider services) => this.services = services;

    public static InferenceOptions Hasty { get; } = new()
    {
        ClaimTime = TimeSpan.FromSeconds(2),
        BatchLook = TimeSpan.FromMilliseconds(50),
        BatchGatherTime = TimeSpan.FromMilliseconds(200),
        BatchFirstPoll = TimeSpan.FromMilliseconds(100),
        BatchLongestPoll = TimeSpan.FromMilliseconds(300),
        BatchSendTime = TimeSpan.FromSeconds(3),
        BatchStopTime = TimeSpan.FromSeconds(1),
    };

    public RecordingBus Bus { get; } = new();

    public CompletionsRequestedHandler Handler => services.GetRequiredService<CompletionsRequestedHandler>();

    public BudgetStore Budgets => services.GetRequiredService<BudgetStore>();

    public CompletionArchive Archive => services.GetRequiredService<CompletionArchive>();

    public BatchStore Store => services.GetRequiredService<BatchStore>();

    public CompletionEngine Engine => services.GetRequiredService<CompletionEngine>();

    public DeploymentDefinition Deployment => services.GetRequiredService<DeploymentRegistry>().Find("fake/m")!;

    public static async Task<BatchReplica> StartAsync(string storage, string database, Uri prompts, DeploymentDefinition deployment)
    {
        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", storage)]).Build());
        var opened = new Database(database, settings, typeof(InferenceModule).Assembly);
        await new DatabaseMigrator([opened], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        var parts = new ServiceCollection();
        parts.AddLogging();
        parts.AddSingleton(TimeProvider.System);
        parts.AddSingleton(settings);
        parts.AddSingleton(Options.Create(Hasty));
        parts.AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        parts.AddKeyedSingleton(InferenceModule.Service, opened);
        parts.AddKeyedSingleton<ISharedCache>(InferenceModule.Service, new EmbeddedCache(TimeProvider.System));
        parts.AddKeyedSingleton<IWakeUps>(InferenceModule.Service, new WakeUpBoard());
        parts.AddKeyedSingleton<ISharedLimits>(InferenceModule.Service, new EmbeddedLimits(TimeProvider.System));
        parts.AddSingleton(new DeploymentRegistry([deployment]));
        parts.AddProviders();
        parts.AddPrivacy();
        parts.AddBatches();
        parts.AddSingleton(new PromptKeeper("evaluation", prompts));
        foreach (var part in (System.Type[])
            [
                typeof(ProviderDirectory), typeof(FlowControl), typeof(CompletionArchive), typeof(CallBook), typeof(BudgetStore), typeof(ClaimKeeper), typeof(CompletionRecords),
                typeof(RecentCompletions), typeof(CompletionLookup), typeof(SingleFlight), typeof(ProviderAsking), typeof(CompletionEngine), typeof(PromptFetcher),
                typeof(OutcomePublisher), typeof(CompletionsRequestedHandler),
            ]) parts.AddSingleton(part);
        BatchReplica? replica = null;
        parts.AddSingleton<IMessageBus>(_ => replica!.Bus);
        replica = new BatchReplica(parts.BuildServiceProvider());
        replica.Bus.Handle = (message, cancel) => replica.Handler.HandleAsync(message, cancel);
        await replica.services.GetRequiredService<ClaimKeeper>().StartAsync(default);
        foreach (var runner in replica.services.GetServices<IHostedService>().OfType<BatchRunner>()) await runner.StartAsync(default);
        return replica;
    }

    /// <summary>Items of the run runs/test, each with the number of its question.</summary>
    public static CompletionsRequested Request(PriceClass priceClass, IEnumerable<(string Item, int Question)> items, TimeSpan? patience = null) => new()
    {
        Batch = new CompletionBatch { Run = "runs/test", Benchmark = "b", Candidate = "fake/m", Deployment = "fake/m", Purpose = Purpose.Candidate },
        PromptsFrom = "evaluation",
        DataTier = DataTier.Public,
        Parameters = new DecodingParameters { MaxOutputTokens = 100 },
        PriceClass = priceClass,
        BatchDeadline = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow() + (patience ?? TimeSpan.FromHours(1))),
        Items = { items.Select(item => new RequestedCompletion { InstanceId = item.Item, PromptDigest = Digest.Of(AnyPrompts.Text(item.Question)) }) },
    };

    /// <summary>Items "i0", "i1" and so on, each with its own question.</summary>
    public static IEnumerable<(string Item, int Question)> Items(int from, int count) =>
        Enumerable.Range(from, count).Select(i => (string.Create(CultureInfo.InvariantCulture, $"i{i}"), i));

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var runner in services.GetServices<IHostedService>().OfType<BatchRunner>()) await runner.StopAsync(default);
        await services.GetRequiredService<ClaimKeeper>().StopAsync(default);
        await services.GetRequiredService<CallBook>().DisposeAsync();
        await services.DisposeAsync();
    }
}
