using Grpc.Core;
using Grpc.Health.V1;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Connection;

/// <summary>The services behind one address.</summary>
internal sealed class GatewayClient(GatewayAddress address, CallInvoker invoker, TimeProvider clock)
{
    public GatewayAddress Address => address;

    public EvaluationService.EvaluationServiceClient Evaluation { get; } = new(invoker);

    public CatalogService.CatalogServiceClient Catalog { get; } = new(invoker);

    public InferenceService.InferenceServiceClient Inference { get; } = new(invoker);

    public CacheService.CacheServiceClient Cache { get; } = new(invoker);

    public KeyService.KeyServiceClient Keys { get; } = new(invoker);
    public BudgetService.BudgetServiceClient Budgets { get; } = new(invoker);

    public JudgingService.JudgingServiceClient Judging { get; } = new(invoker);

    public CertificateService.CertificateServiceClient Certificates { get; } = new(invoker);

    public JudgementService.JudgementServiceClient Judgements { get; } = new(invoker);

    public ReviewService.ReviewServiceClient Reviews { get; } = new(invoker);

    public BenchService.BenchServiceClient Bench { get; } = new(invoker);

    public ScoringService.ScoringServiceClient Scoring { get; } = new(invoker);

    public StatisticsService.StatisticsServiceClient Statistics { get; } = new(invoker);

    public ReportingService.ReportingServiceClient Reporting { get; } = new(invoker);

    public Health.HealthClient Health { get; } = new(invoker);

    /// <summary>Options of a call that must answer soon; half a minute where nothing else is said.</summary>
    public CallOptions Soon(CancellationToken cancel, int seconds = 30) =>
        new(deadline: clock.GetUtcNow().UtcDateTime.AddSeconds(seconds), cancellationToken: cancel);
}
