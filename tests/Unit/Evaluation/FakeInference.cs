using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Inference as seen by Evaluation: two deployments, one that lacks its key, and trouble when a test wants it.</summary>
internal sealed class FakeInference : InferenceService.InferenceServiceClient
{
    private int calls;

    /// <summary>Further deployments.</summary>
    public List<Deployment> More { get; } = [];

    /// <summary>What the call with this number, from 1, fails with; null when it does not.</summary>
    public Func<int, Exception?> Trouble { get; set; } = _ => null;

    public override AsyncUnaryCall<ListDeploymentsResponse> ListDeploymentsAsync(ListDeploymentsRequest request, CallOptions options)
    {
        var response = new ListDeploymentsResponse();
        foreach (var id in new[] { "a", "b" }) response.Deployments.Add(new Deployment { Id = id, Model = id, ApprovedTiers = { DataTier.Public } });
        response.Deployments.Add(new Deployment { Id = "keyless", Model = "k", ApprovedTiers = { DataTier.Public }, Problem = "The environment variable K is not set." });
        response.Deployments.Add(More);
        var answer = Trouble(Interlocked.Increment(ref calls)) is { } e ? Task.FromException<ListDeploymentsResponse>(e) : Task.FromResult(response);
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
