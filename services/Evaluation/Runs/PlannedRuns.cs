using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Runs;

/// <summary>Runs and their plans as calls name them; what is not there is an error that says why.</summary>
internal sealed class PlannedRuns(RunStore runs, RunPlans plans)
{
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<StoredRun> FindAsync(string name, CancellationToken cancel) =>
        RunIds.Parse(name) is { } id && await runs.FindAsync(id, cancel) is { } run ? run : throw Errors.NotFound("run", name);

    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: it is being planned, or that failed.</exception>
    public async Task<RunPlan> PlanAsync(StoredRun run, CancellationToken cancel)
    {
        if (await plans.FindAsync(run.Id, cancel) is { } plan) return plan;
        throw run.State == RunState.Failed
            ? Errors.NotReady("RUN_FAILED", $"{run.Name} has no plan, because planning failed: {run.Error}")
            : Errors.NotReady("RUN_BEING_PLANNED", $"{run.Name} is still being planned; try again in a moment.");
    }
}
