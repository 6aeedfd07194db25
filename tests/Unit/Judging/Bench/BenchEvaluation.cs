using System.Collections.Concurrent;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Evaluation as seen by the bench: runs with their plans.</summary>
internal sealed class BenchEvaluation : EvaluationService.EvaluationServiceClient
{
    public ConcurrentDictionary<string, RunPlan> Plans { get; } = new(StringComparer.Ordinal);

    public RunState State { get; set; } = RunState.Completed;

    public override AsyncUnaryCall<GetRunResponse> GetRunAsync(GetRunRequest request, CallOptions options) =>
        Reply(Plans.ContainsKey(request.Name) ? new GetRunResponse { Run = new Run { Name = request.Name, State = State } } : throw NotFound());

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options) =>
        Reply(Plans.TryGetValue(request.Run, out var plan) ? new GetRunPlanResponse { Plan = plan.Clone() } : throw NotFound());

    public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options) =>
        Reply(new ListInstancesResponse { Instances = { request.InstanceIds.Select(id => new Instance { Id = id, Input = $"Question {id}?", References = { new Reference { Text = $"Gold {id}", Correct = true } } }) } });

    internal static AsyncUnaryCall<T> Reply<T>(T response) =>
        new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    private static RpcException NotFound() => new(new Status(StatusCode.NotFound, "There is no such run."));
}
