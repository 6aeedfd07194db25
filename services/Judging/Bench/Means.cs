using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Bench;

/// <summary>Means with their intervals (Student's t over clusters), as Scoring makes them.</summary>
internal sealed class Means(StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Null without values.</summary>
    public async Task<Estimate?> OfAsync(IReadOnlyCollection<(string Cluster, double Value)> values, double level, CancellationToken cancel)
    {
        if (values.Count == 0) return null;
        var request = new EstimateMeanRequest { Resampling = new Resampling { Level = level, Method = IntervalMethod.T } };
        request.Values.AddRange(values.Select(value => value.Value));
        request.Clusters.AddRange(values.Select(value => value.Cluster));
        return (await statistics.EstimateMeanAsync(request, new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel))).Mean;
    }
}
