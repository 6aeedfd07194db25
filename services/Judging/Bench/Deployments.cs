using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Judging.Bench;

/// <summary>The deployments as Inference has them now.</summary>
internal sealed class Deployments(InferenceService.InferenceServiceClient inference, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyDictionary<string, Deployment>> ByIdAsync(CancellationToken cancel)
    {
        var reply = await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
        return reply.Deployments.ToDictionary(deployment => deployment.Id, StringComparer.Ordinal);
    }
}
