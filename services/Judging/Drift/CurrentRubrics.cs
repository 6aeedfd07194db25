using Grpc.Core;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Bench;

namespace MedHelm.Judging.Drift;

/// <summary>The rubric that a run planned now would apply to the answers of a set.</summary>
internal sealed class CurrentRubrics(Samples samples)
{
    /// <summary>The frozen one, where the benchmark or its rubric is gone.</summary>
    public async Task<Rubric> OfAsync(StoredAnchorSet set, CancellationToken cancel)
    {
        try
        {
            return (await samples.FindAsync(set.Content.Benchmark, set.Protocol, instances: 0, cancel)).Rubric;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return set.Jury.Rubric;
        }
    }
}
