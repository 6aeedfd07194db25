using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Runs;
using MedHelm.Evaluation.Storage;

namespace MedHelm.Evaluation;

internal sealed class JuryPlannerRpc(RunStore runs, RunPlans plans, JuryPlans juries) : JuryPlannerService.JuryPlannerServiceBase
{
    private readonly PlannedRuns planned = new(runs, plans);

    public override async Task<PlanJuriesResponse> PlanJuries(PlanJuriesRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var plan = await planned.PlanAsync(await planned.FindAsync(request.Run, cancel), cancel);
        return await juries.OfAsync(plan, request, cancel);
    }
}
