using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using MedHelm.Scoring.Storage;

namespace MedHelm.Scoring.Summaries;

/// <summary>Sums up the stored scores of a run in one pass over them, then makes the intervals.</summary>
internal sealed class ScoreSummaries(ScoreStore store, InstanceReferences references, MetricCatalog metrics, HeavyWork heavy)
{
    /// <summary>Sorted by benchmark, metric, candidate. What the run itself wants is there also where nothing is decided yet.</summary>
    internal async Task<IReadOnlyList<ScoreSummary>> OfAsync(RunPlan plan, ScoreFilter filter, string? metric, ResamplingSettings settings, CancellationToken cancel)
    {
        // Every candidate and metric has the same instances.
        var instanceNames = new HashSet<string>(StringComparer.Ordinal);
        var planned = plan.Benchmarks.Where(b => filter.Benchmark is null || b.Benchmark == filter.Benchmark).ToDictionary(b => b.Benchmark, StringComparer.Ordinal);
        var groups = await GroupsAsync(planned.Values, cancel);
        var cells = new Dictionary<(string Benchmark, string Metric, string Candidate), MetricScores>();
        foreach (var benchmark in planned.Values)
            foreach (var name in benchmark.Metrics.Where(name => metric is null || name == metric))
                foreach (var model in plan.Models.Where(m => filter.Candidate is null || m.Deployment == filter.Candidate)) Cell(benchmark.Benchmark, name, model.Deployment);

        await store.ReadAsync(filter, metric, recorded =>
        {
            var (subset, cluster) = groups.TryGetValue(recorded.Benchmark, out var instances) ? instances.GetValueOrDefault(recorded.InstanceId, ("", "")) : ("", "");
            Cell(recorded.Benchmark, recorded.Score.Metric, recorded.Candidate).Add(Shared(recorded.InstanceId), recorded.Score, subset, cluster);
        }, cancel);

        // As on a leaderboard, the candidates of a benchmark are drawn together.
        return await heavy.RunAsync(isLarge: true, work => cells.GroupBy(cell => (cell.Key.Benchmark, cell.Key.Metric))
            .OrderBy(column => column.Key.Benchmark, StringComparer.Ordinal).ThenBy(column => column.Key.Metric, StringComparer.Ordinal)
            .SelectMany(column => Summaries(column.Key.Benchmark, column.Key.Metric, [.. column.Select(c => c.Value).OrderBy(c => c.Candidate, StringComparer.Ordinal)], planned, settings, work))
            .ToList(), cancel);

        string Shared(string instance)
        {
            if (instanceNames.TryGetValue(instance, out var known)) return known;
            instanceNames.Add(instance);
            return instance;
        }

        MetricScores Cell(string benchmark, string name, string candidate)
        {
            if (!cells.TryGetValue((benchmark, name, candidate), out var cell))
                cells[(benchmark, name, candidate)] = cell = new(benchmark, candidate, metrics.Find(name)?.Description ?? new Metric { Name = name });
            return cell;
        }
    }

    private IEnumerable<ScoreSummary> Summaries(
        string benchmark, string metric, MetricScores[] cells, Dictionary<string, PlannedBenchmark> planned, ResamplingSettings settings, ParallelWork work)
    {
        work.Cancel.ThrowIfCancellationRequested();
        var column = MetricScores.Column(benchmark, metrics.Find(metric)?.Description ?? new Metric { Name = metric }, cells);
        var plan = planned.GetValueOrDefault(benchmark);
        return cells.Zip(CellIntervals.OfColumn(column, settings, work), (cell, mean) => cell.ToProto(mean, plan?.Instances ?? 0, plan?.Metrics.Contains(metric) == true));
    }

    /// <summary>Sub-run and cluster of each instance, of the benchmarks that have some.</summary>
    private async Task<Dictionary<string, Dictionary<string, (string Subset, string Cluster)>>> GroupsAsync(IEnumerable<PlannedBenchmark> planned, CancellationToken cancel)
    {
        var groups = new Dictionary<string, Dictionary<string, (string, string)>>(StringComparer.Ordinal);
        foreach (var benchmark in planned.Where(b => b.IsGrouped()))
        {
            var set = await references.GetAsync(benchmark.InstanceSet, cancel);
            groups[benchmark.Benchmark] = set.ToDictionary(instance => instance.Key, instance => (instance.Value.Subset, instance.Value.Cluster), StringComparer.Ordinal);
        }
        return groups;
    }
}
