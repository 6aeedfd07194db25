using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Batches;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using MedHelm.Inference.Flow;
using MedHelm.Inference.Money;
using MedHelm.Inference.Money.Quoting;
using MedHelm.Inference.OpenAiRoute;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Limits;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference;

/// <summary>What did this model answer, and what did it cost?</summary>
public static class InferenceModule
{
    internal const string Service = "inference";

    /// <summary>The services that request completions and keep their prompts.</summary>
    private static readonly string[] PromptKeepers = ["evaluation", "judging"];

    /// <summary>Adds the service to a process.</summary>
    public static void AddInference(this WebApplicationBuilder builder)
    {
        var settings = Settings.Read(builder.Configuration);
        var prices = PriceCatalog.Load(settings.Prices);
        var deployments = DeploymentRegistry.Load(settings.Deployments, prices);
        builder.AddDatabase(Service, typeof(InferenceModule).Assembly);
        builder.AddSharedCache(Service);
        builder.Services.AddOptions<InferenceOptions>().BindConfiguration("MEDHELM:INFERENCE");
        builder.AddSharedLimits(Service);

        builder.Services.AddSingleton(prices);
        builder.Services.AddSingleton(deployments);
        if (settings.Deployments is { } file)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DeploymentWatcher>(services, file, (Func<string, BusEndpoint>)QueueOf));
        builder.Services.AddProviders();
        builder.Services.AddSingleton<ProviderDirectory>();
        builder.Services.AddSingleton<FlowControl>();

        builder.Services.AddPrivacy();
        builder.Services.AddSingleton<CompletionArchive>();
        builder.Services.AddSingleton<CallBook>();
        builder.Services.AddSingleton<BudgetStore>();
        builder.Services.AddSingleton<ClaimKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClaimKeeper>());
        builder.Services.AddSingleton<CompletionRecords>();
        builder.Services.AddSingleton<RecentCompletions>();
        builder.Services.AddSingleton<CompletionLookup>();
        builder.Services.AddSingleton<SingleFlight>();
        builder.Services.AddSingleton<ProviderAsking>();
        builder.Services.AddSingleton<CompletionEngine>();
        builder.Services.AddSingleton<StoredOutcomes>();
        builder.Services.AddSingleton(services => new DirectCompletions(deployments, services.GetRequiredService<CompletionEngine>().CompleteOneAsync));
        builder.Services.AddSingleton<ChatCompletions>();
        builder.Services.AddSingleton<ModelList>();
        builder.Services.AddSingleton<PromptFetcher>();
        builder.Services.AddSingleton<OutcomePublisher>();
        builder.Services.AddBatches();
        builder.Services.AddSingleton<KnownCompletions>();
        builder.Services.AddSingleton<AnswerHistory>();
        builder.Services.AddSingleton<Quoter>();
        foreach (var keeper in PromptKeepers) builder.Services.AddSingleton(new PromptKeeper(keeper, settings.AddressOf(keeper)));

        builder.Services.AddSingleton<CompletionsRequestedHandler>();
        builder.AddBusEndpoints([.. deployments.All.Select(deployment => CompletionQueue.For(deployment.Id)).Append(CompletionQueue.Unknown).Select(QueueOf)]);
    }

    /// <summary>Maps its gRPC services and the route for OpenAI's clients.</summary>
    public static void MapInference(this WebApplication app)
    {
        app.MapGrpcService<InferenceRpc>();
        app.MapGrpcService<CompletionSourceRpc>();
        app.MapGrpcService<BudgetRpc>();
        app.MapGrpcService<QuoteRpc>();
        app.MapPrivacy();
        app.MapGrpcService<FlowRpc>();
        app.MapOpenAi();
    }

    private static BusEndpoint QueueOf(string queue) => BusEndpoint.ForCommand<CompletionsRequested, CompletionsRequestedHandler>(queue, concurrency: 8);
}
