using MedHelm.Catalog;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Evaluation.Benchmarks;
using MedHelm.Evaluation.Instances;
using MedHelm.Evaluation.Quotes;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation;

/// <summary>What is to be run, and how far is it?</summary>
public static class EvaluationModule
{
    internal const string Service = "evaluation";

    /// <summary>Adds the service to a process.</summary>
    public static void AddEvaluation(this WebApplicationBuilder builder)
    {
        var settings = Settings.Read(builder.Configuration);
        builder.AddDatabase(Service, typeof(EvaluationModule).Assembly);
        builder.AddSharedCache(Service);
        builder.AddServiceClient<InferenceService.InferenceServiceClient>("inference");
        builder.AddServiceClient<QuoteService.QuoteServiceClient>("inference");
        builder.AddServiceClient<BudgetService.BudgetServiceClient>("inference");
        builder.AddServiceClient<ScoringService.ScoringServiceClient>("scoring");
        builder.Services.AddOptions<EvaluationOptions>().BindConfiguration("MEDHELM:EVALUATION").ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton(BenchmarkCatalog.LoadWith(settings.Catalog));
        builder.Services.AddSingleton<BenchmarkExamples>();
        builder.Services.AddSingleton<InstanceStore>();
        builder.Services.AddSingleton<AttachmentStore>();
        builder.Services.AddSingleton<AttachmentFiles>();
        builder.Services.AddSingleton<InstanceSets>();
        builder.Services.AddSingleton<Contracts.IPromptSource, BenchmarkPrompts>();

        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<ProgressStore>();
        builder.Services.AddSingleton<PauseStore>();
        builder.Services.AddSingleton<RunPlans>();
        builder.Services.AddSingleton<RunSignals>();
        builder.Services.AddSingleton<RunSpecValidator>();
        builder.Services.AddSingleton<RunPlanner>();
        builder.Services.AddSingleton<JuryPlans>();
        builder.Services.AddSingleton<InstanceSizes>();
        builder.Services.AddSingleton<InferenceQuotes>();
        builder.Services.AddSingleton<RunQuoter>();
        builder.Services.AddSingleton<WorkDispatcher>();
        builder.Services.AddSingleton<BudgetRoom>();
        builder.Services.AddSingleton<PausedRuns>();
        builder.Services.AddHostedService<RunDriver>();

        builder.Services.AddSingleton<InstancesScoredHandler>();
        builder.Services.AddSingleton<BudgetReachedHandler>();
        builder.AddBusEndpoints(
            BusEndpoint.ForEvent<InstancesScored, InstancesScoredHandler>("evaluation-progress", concurrency: 4),
            BusEndpoint.ForEvent<BudgetReached, BudgetReachedHandler>("evaluation-budgets", concurrency: 1));
    }

    /// <summary>Maps its gRPC services, except the prompt source, of which a process has one.</summary>
    public static void MapEvaluation(this WebApplication app)
    {
        app.MapGrpcService<EvaluationRpc>();
        app.MapGrpcService<CatalogRpc>();
        app.MapGrpcService<RequestSourceRpc>();
        app.MapGrpcService<SampleSourceRpc>();
        app.MapGrpcService<JuryPlannerRpc>();
    }
}
