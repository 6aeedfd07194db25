using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Evaluation as seen by Reporting: plans, and "runs/planning", which has none yet.</summary>
internal sealed class FakeEvaluation : EvaluationService.EvaluationServiceClient
{
    public RunPlan Plan { get; set; } = Sample.Plan();

    public int Calls { get; private set; }

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options)
    {
        Calls++;
        var answer = request.Run == "runs/planning"
            ? Task.FromException<GetRunPlanResponse>(new RpcException(new Status(StatusCode.FailedPrecondition, "being planned")))
            : Task.FromResult(new GetRunPlanResponse { Plan = Plan.Clone() });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
