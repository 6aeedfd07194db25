using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Evaluation as seen by Reporting: plans, and "runs/planning", which has none yet.</summary>
internal sealed class FakeEvaluation : EvaluationService.EvaluationServiceClient
{
    public RunPlan Plan { get; set; } = Sample.Plan();

    public int Calls { get; private set; }

    /// <summary>What every run is like now; null while the service does not answer.</summary>
    public Run? Run { get; set; } = new() { State = RunState.Running };

    public override AsyncUnaryCall<GetRunResponse> GetRunAsync(GetRunRequest request, CallOptions options)
    {
        var answer = Run is null
            ? Task.FromException<GetRunResponse>(new RpcException(new Status(StatusCode.Unavailable, "down")))
            : Task.FromResult(new GetRunResponse { Run = Run.Clone() });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options)
    {
        Calls++;
        var answer = request.Run == "runs/planning"
            ? Task.FromException<GetRunPlanResponse>(new RpcException(new Status(StatusCode.FailedPrecondition, "being planned")))
            : Task.FromResult(new GetRunPlanResponse { Plan = Plan.Clone() });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
