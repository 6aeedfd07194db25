using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Bench;
using MedHelm.Judging.Judgements;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;
using MedHelm.Judging.Runs;
using MedHelm.Judging.Storage;
using MedHelm.Judging.Verdicts;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging;

/// <summary>Asks juries about open-ended answers and keeps what they said.</summary>
public static class JudgingModule
{
    internal const string Name = "judging";

    /// <summary>Adds the service to a process that has the service defaults.</summary>
    public static void AddJudging(this WebApplicationBuilder builder)
    {
        builder.AddDatabase(Name, typeof(JudgingModule).Assembly);
        builder.AddServiceClient<EvaluationService.EvaluationServiceClient>("evaluation");
        builder.AddServiceClient<RequestSourceService.RequestSourceServiceClient>("evaluation");
        builder.AddServiceClient<InferenceService.InferenceServiceClient>("inference");
        builder.AddServiceClient<CompletionSourceService.CompletionSourceServiceClient>("inference");
        builder.AddServiceClient<ScoringService.ScoringServiceClient>("scoring");
        builder.AddServiceClient<StatisticsService.StatisticsServiceClient>("scoring");
        builder.Services.AddSingleton<StoredAnswers>();
        builder.Services.AddSingleton<JuryScores>();
        builder.Services.AddSingleton<JurorQueues>();
        builder.Services.AddSingleton<VerdictStore>();
        builder.Services.AddSingleton<AnswerStore>();
        builder.Services.AddSingleton<JuryPrompts>();
        builder.Services.AddSingleton<IPromptSource>(services => services.GetRequiredService<JuryPrompts>());
        builder.Services.AddSingleton<RubricTemplates>();
        builder.Services.AddSingleton<PlannedRuns>();
        builder.Services.AddSingleton<InstanceClusters>();
        builder.Services.AddSingleton<BuyingTerms>();
        builder.Services.AddSingleton<InstanceTexts>();
        builder.Services.AddSingleton<JuryDesk>();
        builder.Services.AddSingleton<JuryOutcomes>();
        builder.Services.AddSingleton<JuryOpening>();
        builder.Services.AddSingleton<AnswerHandler>();
        builder.Services.AddSingleton<RatingHandler>();
        builder.AddClinicians();
        builder.AddBench();
        builder.AddJudgements();
        builder.AddBusEndpoints(
            BusEndpoint.ForEvent<CompletionsProduced, AnswerHandler>("judging-answers", concurrency: 4),
            BusEndpoint.ForEvent<CompletionsProduced, RatingHandler>("judging-ratings", concurrency: 4));
    }

    /// <summary>Maps its gRPC services, except the prompt source, of which a process has one.</summary>
    public static void MapJudging(this WebApplication app)
    {
        app.MapGrpcService<JudgingRpc>();
        app.MapClinicians();
        app.MapGrpcService<BenchRpc>();
        app.MapJudgements();
    }
}
