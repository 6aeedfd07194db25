using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Scoring.Runs;

/// <summary>
/// The inputs of instances, for metrics that compare answers with what they were made from. An input can be a whole record, so only those at hand are
/// asked for, and none is kept.
/// </summary>
internal sealed class InstanceSources(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock)
{
    /// <summary>Most that callers ask for at once, to keep few records in memory.</summary>
    internal const int AtOnce = 16;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Inputs by instance id.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> GetAsync(string instanceSet, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ids.Count > 0) await AddAsync(instanceSet, ids, found, cancel);
        return found;
    }

    // Where they do not fit one reply, halves of them may.
    private async Task AddAsync(string instanceSet, IReadOnlyList<string> ids, Dictionary<string, string> found, CancellationToken cancel)
    {
        try
        {
            var reply = await evaluation.ListInstancesAsync(
                new ListInstancesRequest { InstanceSet = instanceSet, InstanceIds = { ids } },
                new CallOptions(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel));
            foreach (var instance in reply.Instances) found[instance.Id] = instance.Input;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && ids.Count > 1)
        {
            foreach (var half in ids.Chunk((ids.Count + 1) / 2)) await AddAsync(instanceSet, half, found, cancel);
        }
    }
}
