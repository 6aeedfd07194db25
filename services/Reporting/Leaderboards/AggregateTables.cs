using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>The tables that Scoring is asked to aggregate: every statistic is computed there.</summary>
internal static class AggregateTables
{
    /// <summary>The values as they are. Every model is in every column, so that it has a row even without a value.</summary>
    internal static AggregateRequest Scores(RunFigures run) => Table(run, (column, model) =>
        new AggregateValues { Model = model, Values = { run.Cell(run.Plan.Benchmarks[column], model).Values } });

    /// <summary>
    /// Of cells of which something is decided but not everything is scored: the values, and the worst of the range for every
    /// instance that has none.
    /// </summary>
    internal static AggregateRequest Floors(RunFigures run) => Table(run, (column, model) =>
    {
        var benchmark = run.Plan.Benchmarks[column];
        var cell = run.Cell(benchmark, model);
        if (cell.Decided == 0 || cell.Values.Count >= benchmark.Instances) return null;
        var worst = Enumerable.Repeat(run.Metrics[column].Worst, benchmark.Instances - cell.Values.Count);
        return new AggregateValues { Model = model, Values = { cell.Values.Concat(worst) } };
    });

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
