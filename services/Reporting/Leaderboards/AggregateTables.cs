using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>The tables that Scoring is asked to aggregate: every statistic is computed there.</summary>
internal static class AggregateTables
{
    /// <summary>The values as they are. Every model is in every column, so that it has a row even without a value.</summary>
    internal static AggregateRequest Scores(RunFigures run) => Table(run, (column, model) =>
    {
        var benchmark = run.Plan.Benchmarks[column];
        return Values(benchmark, model, run.Cell(benchmark, model));
    });

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
        IEnumerable<(string Name, int Instances)> subsets = benchmark.Subsets.Count == 0 ? [("", benchmark.Instances)] : benchmark.Subsets.Select(s => (s.Name, s.Instances));
        foreach (var (name, instances) in subsets)
        {
            var missing = Math.Max(0, instances - (benchmark.Subsets.Count == 0 ? cell.Values.Count : cell.Subsets.Count(s => s == name)));
            values.Values.Add(Enumerable.Repeat(run.Metrics[column].Worst, missing));
            if (benchmark.Subsets.Count > 0) values.Subsets.Add(Enumerable.Repeat(name, missing));
        }
        return values;
    });

    private static AggregateValues Values(PlannedBenchmark benchmark, string model, CellFigures cell)
    {
        var values = new AggregateValues { Model = model, Values = { cell.Values } };
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
                Models = { values },
            });
        }
        return table;
    }
}
