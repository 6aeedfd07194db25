using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Reporting.Comparisons;
using MedHelm.Reporting.Leaderboards;
using MedHelm.Reporting.Runs;
using MedHelm.Reporting.Storage;
using MedHelm.Reporting.Trust;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Reporting;

/// <summary>Who wins, by how much, and can I trust it?</summary>
public static class ReportingModule
{
    internal const string Service = "reporting";

    /// <summary>Adds the service to a process.</summary>
    public static void AddReporting(this WebApplicationBuilder builder)
    {
        builder.AddDatabase(Service, typeof(ReportingModule).Assembly);
        builder.Services.AddSingleton<RecordStore>();
        builder.Services.AddSingleton<FigureStore>();
        builder.Services.AddSingleton<LeaderboardStore>();

        builder.AddServiceClient<EvaluationService.EvaluationServiceClient>("evaluation");
        builder.AddServiceClient<ScoringService.ScoringServiceClient>("scoring");
        builder.AddServiceClient<StatisticsService.StatisticsServiceClient>("scoring");
        builder.AddServiceClient<BenchService.BenchServiceClient>("judging");
        builder.Services.AddSingleton<JuryComparisons>();
        builder.AddServiceClient<CertificateService.CertificateServiceClient>("judging");
        builder.Services.AddSingleton<JuryTrust>();
        builder.Services.AddSingleton<RunPlans>();
        builder.Services.AddSingleton<RunPauses>();
        builder.Services.AddSingleton<LeaderboardReader>();
        builder.Services.AddSingleton<RunCompletion>();
        builder.Services.AddHostedService<RunReconciler>();

        builder.Services.AddSingleton<CompletionsProducedHandler>();
        builder.Services.AddSingleton<InstancesScoredHandler>();
        builder.Services.AddSingleton<VerdictsReachedHandler>();
        builder.Services.AddSingleton<RunCompletedHandler>();
        builder.AddBusEndpoints(
            BusEndpoint.ForEvent<CompletionsProduced, CompletionsProducedHandler>("reporting-completions", concurrency: 4),
            BusEndpoint.ForEvent<InstancesScored, InstancesScoredHandler>("reporting-scores", concurrency: 4),
            BusEndpoint.ForEvent<VerdictsReached, VerdictsReachedHandler>("reporting-verdicts", concurrency: 2),
            BusEndpoint.ForEvent<RunCompleted, RunCompletedHandler>("reporting-runs", concurrency: 1));
    }

    /// <summary>Maps the service's gRPC API.</summary>
    public static void MapReporting(this WebApplication app) => app.MapGrpcService<ReportingRpc>();
}
