using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Judging;

/// <summary>Inference as seen by Judging: the deployments there are.</summary>
internal sealed class FakeInference(params IEnumerable<string> deployments) : InferenceService.InferenceServiceClient
{
    public List<string> Deployments { get; } = [.. deployments];

    public override AsyncUnaryCall<ListDeploymentsResponse> ListDeploymentsAsync(ListDeploymentsRequest request, CallOptions options) =>
        new(
            Task.FromResult(new ListDeploymentsResponse { Deployments = { Deployments.Select(id => new Deployment { Id = id }) } }),
            Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
