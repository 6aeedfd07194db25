using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Juries;

/// <summary>The plans of the runs under way. A plan never changes, so it is fetched once.</summary>
internal sealed class RunPlans(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MostPlans = 50;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = MostPlans });

    /// <summary>The planned benchmark that a batch belongs to.</summary>
    public async Task<PlannedBenchmark> FindAsync(CompletionBatch batch, CancellationToken cancel)
    {
        var plan = await plans.GetOrCreateAsync(batch.Run, async entry =>
        {
            entry.Size = 1;
            var reply = await evaluation.GetRunPlanAsync(
                new GetRunPlanRequest { Run = batch.Run },
                new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
            return reply.Plan;
        });
        return plan!.Benchmarks.FirstOrDefault(benchmark => benchmark.Benchmark == batch.Benchmark)
            ?? throw new InvalidOperationException($"The plan of {batch.Run} has no benchmark '{batch.Benchmark}', yet completions for it arrived.");
    }

    public void Dispose() => plans.Dispose();
}
