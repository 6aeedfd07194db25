using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Runs;

/// <summary>Runs with their plans, asked of Evaluation, whose errors (no such run, not planned yet) are the caller's. A plan never changes, so it is fetched once.</summary>
internal sealed class PlannedRuns(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MostPlans = 50;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = MostPlans });

    private CallOptions Options(CancellationToken cancel) => new(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel);

    public async Task<RunState> StateAsync(string run, CancellationToken cancel) =>
        (await evaluation.GetRunAsync(new GetRunRequest { Name = run }, Options(cancel))).Run.State;

    public async Task<RunPlan> PlanAsync(string run, CancellationToken cancel) => (await plans.GetOrCreateAsync(run, async entry =>
    {
        entry.Size = 1;
        return (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = run }, Options(cancel))).Plan;
    }))!;

    /// <summary>The benchmark of a run as it was planned; null when the run has none of that id.</summary>
    public async Task<PlannedBenchmark?> BenchmarkAsync(string run, string benchmark, CancellationToken cancel) =>
        (await PlanAsync(run, cancel)).Benchmarks.FirstOrDefault(planned => planned.Benchmark == benchmark);

    /// <summary>The planned benchmark that a batch belongs to.</summary>
    public async Task<PlannedBenchmark> BenchmarkAsync(CompletionBatch batch, CancellationToken cancel) =>
        await BenchmarkAsync(batch.Run, batch.Benchmark, cancel)
        ?? throw new InvalidOperationException($"The plan of {batch.Run} has no benchmark '{batch.Benchmark}', yet completions for it arrived.");

    public void Dispose() => plans.Dispose();
}
