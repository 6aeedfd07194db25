using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging;

/// <summary>Evaluation as seen by Judging: the plan of the sample run and any number of instances called q1, q2 and so on.</summary>
internal sealed class FakeEvaluation : EvaluationService.EvaluationServiceClient
{
    public List<string> Calls { get; } = [];

    public HashSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    public override AsyncUnaryCall<GetRunPlanResponse> GetRunPlanAsync(GetRunPlanRequest request, CallOptions options)
    {
        lock (Calls) Calls.Add("plan " + request.Run);
        Assert.NotNull(options.Deadline);
        return Reply(new GetRunPlanResponse { Plan = Plan });
    }

    /// <summary>The plan of every run.</summary>
    public RunPlan Plan { get; } = Sample.Plan();

    /// <summary>What every instance brings besides.</summary>
    public List<Extra> Extra { get; } = [];

    /// <summary>The spec of every run.</summary>
    public RunSpec Spec { get; } = new();

    public override AsyncUnaryCall<GetRunResponse> GetRunAsync(GetRunRequest request, CallOptions options)
    {
        lock (Calls) Calls.Add("run " + request.Name);
        Assert.NotNull(options.Deadline);
        return Reply(new GetRunResponse { Run = new Run { Name = request.Name, Spec = Spec } });
    }

    public override AsyncUnaryCall<ListInstancesResponse> ListInstancesAsync(ListInstancesRequest request, CallOptions options)
    {
        lock (Calls) Calls.Add($"instances {request.InstanceSet} {string.Join(' ', request.InstanceIds)}");
        Assert.NotNull(options.Deadline);
        Assert.InRange(request.InstanceIds.Count, 1, 1000);
        return Reply(new ListInstancesResponse
        {
            Instances = { request.InstanceIds.Where(id => !Unknown.Contains(id)).Select(id => new Instance
            {
                Id = id,
                Input = $"Question {id}?",
                Extra = { Extra },
                References = { new Reference { Text = "wrong" }, new Reference { Text = $"Gold {id}", Correct = true }, new Reference { Text = "later gold", Correct = true } },
            }) },
        });
    }

    private static AsyncUnaryCall<T> Reply<T>(T response) =>
        new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
