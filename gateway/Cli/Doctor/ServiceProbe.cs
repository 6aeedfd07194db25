using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Doctor;

/// <summary>How to ask one service whether it works: its name for grpc.health.v1, a real call that changes nothing,
/// and where it is started from.</summary>
internal sealed record ServiceProbe(string Service, string HealthName, string CallName, Func<GatewayClient, CancellationToken, Task> CallAsync)
{
    // No run has this name; a service that says so works.
    private const string NoSuchRun = "runs/doctor-asks";
    private const int Seconds = 10;

    public static IReadOnlyList<ServiceProbe> All { get; } =
    [
        new("Evaluation", "medhelm.evaluation.v1.EvaluationService", "ListRuns",
            async (g, cancel) => await g.Evaluation.ListRunsAsync(new() { PageSize = 1 }, g.Soon(cancel, Seconds))),
        new("Evaluation", "medhelm.evaluation.v1.CatalogService", "ListSuites",
            async (g, cancel) => await g.Catalog.ListSuitesAsync(new(), g.Soon(cancel, Seconds))),
        new("Inference", "medhelm.inference.v1.InferenceService", "ListDeployments",
            async (g, cancel) => await g.Inference.ListDeploymentsAsync(new(), g.Soon(cancel, Seconds))),
        new("Judging", "medhelm.judging.v1.JudgingService", "ListVerdicts",
            async (g, cancel) => await g.Judging.ListVerdictsAsync(new() { Run = NoSuchRun, PageSize = 1 }, g.Soon(cancel, Seconds))),
        new("Scoring", "medhelm.scoring.v1.ScoringService", "ListMetrics",
            async (g, cancel) => await g.Scoring.ListMetricsAsync(new(), g.Soon(cancel, Seconds))),
        new("Reporting", "medhelm.reporting.v1.ReportingService", "GetLeaderboard",
            async (g, cancel) => await g.Reporting.GetLeaderboardAsync(new() { Run = NoSuchRun }, g.Soon(cancel, Seconds))),
    ];
}
