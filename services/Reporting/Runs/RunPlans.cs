using MedHelm.Contracts.Evaluation.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Reporting.Runs;

/// <summary>The pinned plans of runs. They never change, so each is asked of Evaluation about once.</summary>
internal sealed class RunPlans(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MaxPlans = 64;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = MaxPlans });

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND without such a run, FAILED_PRECONDITION while it is being planned.</exception>
    internal async Task<RunPlan> GetAsync(string run, CancellationToken cancel)
    {
        if (plans.TryGetValue(run, out RunPlan? known)) return known!;
        var deadline = clock.GetUtcNow().UtcDateTime + CallTimeout;
        var plan = (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = run }, deadline: deadline, cancellationToken: cancel)).Plan;
        return plans.Set(run, plan, new MemoryCacheEntryOptions { Size = 1 });
    }

    public void Dispose() => plans.Dispose();
}
