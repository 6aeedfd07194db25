using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using RpcService = Google.Protobuf.Reflection.ServiceDescriptor;

namespace MedHelm.Gateway.Routing;

/// <summary>The gRPC services a client may call. PromptSourceService, RequestSourceService, SampleSourceService, JuryPlannerService and CompletionSourceService are not among them: services call them between themselves.</summary>
internal static class PublicServices
{
    public static IReadOnlyList<RpcService> All { get; } =
    [
        EvaluationService.Descriptor,
        CatalogService.Descriptor,
        InferenceService.Descriptor,
        BudgetService.Descriptor,
        FlowService.Descriptor,
        QuoteService.Descriptor,
        CacheService.Descriptor,
        KeyService.Descriptor,
        JudgingService.Descriptor,
        CertificateService.Descriptor,
        JudgementService.Descriptor,
        ReviewService.Descriptor,
        BenchService.Descriptor,
        ScoringService.Descriptor,
        StatisticsService.Descriptor,
        ReportingService.Descriptor,
    ];

    /// <summary>The process that serves it, by its package: medhelm.OWNER.v1; Judging serves medhelm.trust.v1 too.</summary>
    public static string OwnerOf(RpcService service) => service.File.Package.Split('.')[1] is var package && package == "trust" ? "judging" : package;
}
