using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Runs;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Rescoring;

/// <summary>Reads which benchmarks of a run are scored again, and by which metrics.</summary>
internal sealed class RescoreRequests(RunPlans plans, MetricCatalog metrics, CatalogService.CatalogServiceClient catalog, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="RpcException">INVALID_ARGUMENT with every violation; NOT_FOUND and FAILED_PRECONDITION as the plan.</exception>
    internal async Task<(RunPlan Plan, IReadOnlyList<BenchmarkMetrics> Wanted)> ReadAsync(RescoreRunRequest request, CancellationToken cancel)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length > 0, "run", "must name a run, such as runs/my-run");
        if (request.Metrics.Count == 0 && request.Protocol.Length == 0) violations.Add("metrics", "must name metrics, as ListMetrics lists them, or protocol must name a protocol");
        if (request.Metrics.Count > 0 && request.Protocol.Length > 0) violations.Add("protocol", "must be empty where metrics are named; give one of the two");
        var named = Named(request, violations);
        if (request.Run.Length == 0) violations.ThrowIfAny();

        var plan = await plans.GetAsync(request.Run, cancel);
        var wanted = new List<BenchmarkMetrics>();
        foreach (var benchmark in Benchmarks(request, plan, violations))
            wanted.Add(new(benchmark, request.Protocol.Length > 0 && request.Metrics.Count == 0 ? await OfProtocolAsync(benchmark, request.Protocol, violations, cancel) : named));
        foreach (var (benchmark, itsMetrics) in wanted)
            if (benchmark.Jury is null && itsMetrics.OfType<IVerdictMetric>().FirstOrDefault() is { } needy)
                violations.Add("benchmarks", $"must be benchmarks with a jury, because '{needy.Description.Name}' is made of verdicts, but '{benchmark.Benchmark}' has none in this run; name the others");
        violations.ThrowIfAny();
        return (plan, wanted);
    }

    private List<IMetric> Named(RescoreRunRequest request, Violations violations)
    {
        var found = new List<IMetric>();
        for (var i = 0; i < request.Metrics.Count; i++)
        {
            var name = request.Metrics[i];
            if (metrics.Find(name) is not { } metric) violations.Add($"metrics[{i}]", $"must be the name of a metric, as ListMetrics lists them, was '{name}'");
            else if (found.Contains(metric)) violations.Add($"metrics[{i}]", $"must be unique, but '{name}' is there before");
            else found.Add(metric);
        }
        return found;
    }

    private static List<PlannedBenchmark> Benchmarks(RescoreRunRequest request, RunPlan plan, Violations violations)
    {
        if (request.Benchmarks.Count == 0) return [.. plan.Benchmarks];
        var chosen = new List<PlannedBenchmark>();
        for (var i = 0; i < request.Benchmarks.Count; i++)
        {
            var id = request.Benchmarks[i];
            if (plan.Benchmarks.FirstOrDefault(b => b.Benchmark == id) is not { } benchmark) violations.Add($"benchmarks[{i}]", $"must be a benchmark of {plan.Run}, was '{id}'");
            else if (chosen.Contains(benchmark)) violations.Add($"benchmarks[{i}]", $"must be unique, but '{id}' is there before");
            else chosen.Add(benchmark);
        }
        return chosen;
    }

    private async Task<IReadOnlyList<IMetric>> OfProtocolAsync(PlannedBenchmark benchmark, string protocol, Violations violations, CancellationToken cancel)
    {
        try
        {
            var reply = await catalog.GetBenchmarkAsync(
                new GetBenchmarkRequest { Benchmark = benchmark.Benchmark, Protocol = protocol }, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            return [.. reply.Benchmark.Metrics.Select(metrics.Get)];
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            violations.Add("protocol", $"must be a protocol of the catalog for '{benchmark.Benchmark}', was '{protocol}'");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            violations.Add("benchmarks", $"must be in the catalog for their protocol to be known, but '{benchmark.Benchmark}' is there no more; name metrics instead");
        }
        return [];
    }
}
