using System.Runtime.CompilerServices;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Rescoring;

/// <summary>Scores the stored answers and verdicts of a run by other metrics, without asking any model anything.</summary>
internal sealed class RunRescorer(RescoreRequests requests, CellRescorer cells)
{
    /// <summary>One part for each benchmark, candidate and metric, as it is done: benchmarks in the order of the run, candidates by id.</summary>
    internal async IAsyncEnumerable<RescoreRunResponse> RescoreAsync(RescoreRunRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (plan, wanted) = await requests.ReadAsync(request, cancel);
        foreach (var benchmark in wanted)
            foreach (var model in plan.Models)
                foreach (var part in await cells.ScoreAsync(plan.Run, model.Deployment, benchmark, cancel)) yield return part;
    }
}
