using System.Collections.Concurrent;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;

namespace MedHelm.Evaluation.Runs;

/// <summary>Plans by run, kept in memory because they never change.</summary>
internal sealed class RunPlans(RunStore runs)
{
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, RunPlan> plans = new(StringComparer.Ordinal);

    /// <summary>The plan; null while the run is being planned, or when there is no such run.</summary>
    public async Task<RunPlan?> FindAsync(string runId, CancellationToken cancel)
    {
        if (plans.TryGetValue(runId, out var known)) return known;
        if (await runs.PlanAsync(runId, cancel) is not { } plan) return null;
        if (plans.Count >= Most) plans.Clear();
        return plans[runId] = plan;
    }
}
