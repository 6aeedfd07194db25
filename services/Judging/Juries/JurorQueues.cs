using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Judging.Juries;

/// <summary>
/// Where a juror's deployment is asked. One that was removed since the run was planned is asked where Inference says so, instead
/// of where nobody listens.
/// </summary>
internal sealed class JurorQueues(InferenceService.InferenceServiceClient inference, TimeProvider clock)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private (HashSet<string> Ids, long Since)? known;

    public async Task<Func<string, string>> LookUpAsync(CancellationToken cancel)
    {
        if (known is not { } fresh || clock.GetElapsedTime(fresh.Since) > KeepFor)
        {
            var reply = await inference.ListDeploymentsAsync(new ListDeploymentsRequest(), new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
            known = fresh = (reply.Deployments.Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal), clock.GetTimestamp());
        }
        return deployment => fresh.Ids.Contains(deployment) ? CompletionQueue.For(deployment) : CompletionQueue.Unknown;
    }
}
