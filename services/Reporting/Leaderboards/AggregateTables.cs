using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>The tables that Scoring is asked to aggregate: every statistic is computed there.</summary>
internal static class AggregateTables
{
    /// <summary>The values as they are. Every model is in every column, so that it has a row even without a value.</summary>
    internal static AggregateRequest Scores(RunFigures run)
    {
        var table = Table(run, (column, model) => Values(run.Plan.Benchmarks[column], model, run.Cell(run.Plan.Benchmarks[column], model)));
        foreach (var column in table.Columns) AddInstances(column, column.Models.Select(model => run.Cells.GetValueOrDefault(new(column.Benchmark, model.Model))).ToArray());
        return table;
    }

    /// <summary>
    /// Of cells of which something is decided but not everything is scored: the values, and the worst of the range for every
    /// instance that has none.
    /// </summary>
    internal static AggregateRequest Floors(RunFigures run) => Table(run, (column, model) =>
    {
        var benchmark = run.Plan.Benchmarks[column];
        var cell = run.Cell(benchmark, model);
        if (cell.Decided == 0 || cell.Values.Count >= benchmark.Instances) return null;
        var values = Values(benchmark, model, cell);
        // With the worst value in their place they all count as scored.
        values.Unscored.Clear();
        IEnumerable<(string Name, int Instances)> subsets = benchmark.Subsets.Count == 0 ? [("", benchmark.Instances)] : benchmark.Subsets.Select(s => (s.Name, s.Instances));
        foreach (var (name, instances) in subsets)
        {
            var missing = Math.Max(0, instances - (benchmark.Subsets.Count == 0 ? cell.Values.Count : cell.Subsets.Count(s => s == name)));
            values.Values.Add(Enumerable.Repeat(run.Metrics[column].Worst, missing));
            if (benchmark.Subsets.Count > 0) values.Subsets.Add(Enumerable.Repeat(name, missing));
        }
        return values;
    });

    /// <summary>Says which instance each value belongs to, so that models can be paired, and which instances are not independent.</summary>
    private static void AddInstances(AggregateColumn column, CellFigures?[] cells)
    {
        var clusters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in cells.OfType<CellFigures>())
            foreach (var (instance, cluster) in cell.Instances.Zip(cell.Clusters)) clusters[instance] = cluster;
        if (clusters.Count == 0) return;
        column.Instances = clusters.Count;
        if (clusters.Values.Any(cluster => cluster.Length > 0)) column.Clusters.Add(clusters.Values);
        var places = clusters.Keys.Select((instance, place) => (instance, place)).ToDictionary(i => i.instance, i => i.place, StringComparer.Ordinal);
        for (var m = 0; m < cells.Length; m++)
            if (cells[m] is { } cell && cell.Values.Count < clusters.Count) column.Models[m].Positions.Add(cell.Instances.Select(instance => places[instance]));
    }

    private static AggregateValues Values(PlannedBenchmark benchmark, string model, CellFigures cell)
    {
        var values = new AggregateValues
        {
            Model = model,
            Values = { cell.Values },
            Planned = benchmark.Instances,
            Unscored = { cell.Unscored.Select(u => new UnscoredTally { Reason = u.Key, Count = u.Value }).OrderBy(u => u.Reason, StringComparer.Ordinal) },
        };
        if (benchmark.Subsets.Count > 0) values.Subsets.Add(cell.Subsets);
        return values;
    }

    private static AggregateRequest Table(RunFigures run, Func<int, string, AggregateValues?> valuesOf)
    {
        var table = new AggregateRequest();
        for (var column = 0; column < run.Metrics.Count; column++)
        {
            var metric = run.Metrics[column];
            var values = run.Plan.Models.Select(model => valuesOf(column, model.Deployment)).OfType<AggregateValues>().ToArray();
            if (values.Length == 0) continue;
            table.Columns.Add(new AggregateColumn
            {
                Benchmark = run.Plan.Benchmarks[column].Benchmark,
                Direction = metric.Direction,
                RangeMin = metric.RangeMin,
                RangeMax = metric.RangeMax,
                Clipped = metric.Clipped,
                Category = run.Plan.Benchmarks[column].Category,
                Subcategory = run.Plan.Benchmarks[column].Subcategory,
                Models = { values },
            });
        }
        return table;
    }
}
