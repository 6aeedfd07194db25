using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Rescoring;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Storage;
using MedHelm.Scoring.Summaries;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.ServiceDefaults.Storage.Sandbox;

namespace MedHelm.Scoring;

/// <summary>What number does an answer get, and what does the set of numbers say?</summary>
public static class ScoringModule
{
    internal const string Service = "scoring";

    /// <summary>Adds the service to a process.</summary>
    public static void AddScoring(this WebApplicationBuilder builder)
    {
        builder.AddDatabase(Service, typeof(ScoringModule).Assembly);
        builder.Services.AddSingleton<ScoreStore>();

        builder.AddServiceClient<EvaluationService.EvaluationServiceClient>("evaluation");
        builder.AddServiceClient<CatalogService.CatalogServiceClient>("evaluation");
        builder.AddServiceClient<RequestSourceService.RequestSourceServiceClient>("evaluation");
        builder.AddServiceClient<CompletionSourceService.CompletionSourceServiceClient>("inference");
        builder.AddServiceClient<JudgingService.JudgingServiceClient>("judging");
        builder.Services.AddSingleton(MetricCatalog.Standard);
        builder.Services.AddSingleton(services => new AttachmentCache(services.GetRequiredService<CatalogService.CatalogServiceClient>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new SqliteSandbox(new SandboxLimits(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<QueryExecution>();
        builder.AddEncoder();
        builder.Services.AddSingleton<AnswerScorer>();
        builder.Services.AddSingleton<HeavyWork>();
        builder.Services.AddSingleton<RunPlans>();
        builder.Services.AddSingleton<InstanceReferences>();
        builder.Services.AddSingleton<OutcomeScoring>();
        builder.Services.AddSingleton<InstanceSources>();
        builder.Services.AddSingleton<ScorePublisher>();
        builder.Services.AddSingleton<ScoreSummaries>();
        builder.Services.AddSingleton<StoredAnswers>();
        builder.Services.AddSingleton<StoredVerdicts>();
        builder.Services.AddSingleton<RescoreRequests>();
        builder.Services.AddSingleton<CellRescorer>();
        builder.Services.AddSingleton<RunRescorer>();

        builder.Services.AddSingleton<CompletionsProducedHandler>();
        builder.Services.AddSingleton<VerdictsReachedHandler>();
        builder.AddBusEndpoints(
            BusEndpoint.ForEvent<CompletionsProduced, CompletionsProducedHandler>("scoring-answers", concurrency: 4),
            BusEndpoint.ForEvent<VerdictsReached, VerdictsReachedHandler>("scoring-verdicts", concurrency: 4));
    }

    /// <summary>Maps the service's gRPC API.</summary>
    public static void MapScoring(this WebApplication app)
    {
        app.MapGrpcService<ScoringRpc>();
        app.MapGrpcService<StatisticsRpc>();
    }
}
