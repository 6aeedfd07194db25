using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Scoring.Runs;

/// <summary>The pinned plans of runs, asked of Evaluation once.</summary>
internal sealed class RunPlans(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock)
{
    private const int MaxPlans = 64;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly SharedLoads<RunPlan> plans = new(MaxPlans, _ => 1);

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: there is no such run; FAILED_PRECONDITION: it has no plan.</exception>
    internal Task<RunPlan> GetAsync(string run, CancellationToken cancel) => plans.GetAsync(run, () => LoadAsync(run), cancel);

    /// <exception cref="InvalidOperationException">The plan has no such benchmark.</exception>
    internal async Task<PlannedBenchmark> GetBenchmarkAsync(string run, string benchmark, CancellationToken cancel)
    {
        var plan = await GetAsync(run, cancel);
        return plan.Benchmarks.FirstOrDefault(b => b.Benchmark == benchmark)
            ?? throw new InvalidOperationException($"The plan of {run} has no benchmark '{benchmark}', but a message about it came.");
    }

    private async Task<RunPlan> LoadAsync(string run)
    {
        var deadline = clock.GetUtcNow().UtcDateTime + CallTimeout;
        return (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = run }, deadline: deadline)).Plan;
    }
}
