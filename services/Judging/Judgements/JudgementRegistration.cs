using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Comparisons;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Judgements;

/// <summary>Adds what judges stored answers again.</summary>
internal static class JudgementRegistration
{
    public static void AddJudgements(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient<JuryPlannerService.JuryPlannerServiceClient>("evaluation");
        builder.AddServiceClient<QuoteService.QuoteServiceClient>("inference");
        builder.AddServiceClient<BudgetService.BudgetServiceClient>("inference");
        builder.Services.AddSingleton<JudgementStore>();
        builder.Services.AddSingleton<JudgementJuries>();
        builder.Services.AddSingleton<JudgementProgress>();
        builder.Services.AddSingleton<JudgementPlanner>();
        builder.Services.AddSingleton<JudgementQuoter>();
        builder.Services.AddSingleton<IRejudgementQuotes, RejudgementQuotes>();
        builder.Services.AddSingleton<IJudgementLookup, JudgementLookup>();
        builder.Services.AddSingleton<JudgementCells>();
        builder.Services.AddSingleton<JudgementDesk>();
        builder.Services.AddHostedService<JudgementDriver>();
        builder.Services.AddSingleton<BudgetReachedHandler>();
        builder.AddBusEndpoints(BusEndpoint.ForEvent<BudgetReached, BudgetReachedHandler>("judging-budgets", concurrency: 1));
    }

    public static void MapJudgements(this WebApplication app) => app.MapGrpcService<JudgementRpc>();
}
