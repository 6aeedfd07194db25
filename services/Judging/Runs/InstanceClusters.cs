using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Runs;

/// <summary>Which instances are not independent of each other. A set is named by its content, so that it is read once.</summary>
internal sealed class InstanceClusters(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MostInstances = 200_000;
    private const int PageSize = 1000;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostInstances });

    /// <summary>The cluster of each instance that names one; empty where no instance of the benchmark does.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(PlannedBenchmark benchmark, CancellationToken cancel)
    {
        if (benchmark.Clusters == 0) return None;
        if (known.TryGetValue(benchmark.InstanceSet, out Dictionary<string, string>? clusters)) return clusters!;
        clusters = new(StringComparer.Ordinal);
        var token = "";
        do
        {
            var page = await evaluation.ListInstancesAsync(
                new ListInstancesRequest { InstanceSet = benchmark.InstanceSet, PageSize = PageSize, PageToken = token, WithoutInput = true },
                new CallOptions(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel));
            foreach (var instance in page.Instances.Where(instance => instance.Cluster.Length > 0)) clusters[instance.Id] = instance.Cluster;
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return known.Set(benchmark.InstanceSet, clusters, new MemoryCacheEntryOptions { Size = Math.Max(1, clusters.Count) });
    }

    /// <summary>The cluster of an instance among those; one that names none is its own.</summary>
    public static string Of(string instance, IReadOnlyDictionary<string, string> clusters) =>
        // Marked, so that it is not taken for a cluster of the same name.
        clusters.Count == 0 ? instance : clusters.GetValueOrDefault(instance, "\u0001" + instance);

    public void Dispose() => known.Dispose();
}
