using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>A run's plan with everything recorded of it so far, and why it waits if it does.</summary>
internal sealed record RunFigures(RunPlan Plan, IReadOnlyList<ColumnMetric> Metrics, IReadOnlyDictionary<CellKey, CellFigures> Cells, RunPause? Pause = null)
{
    private static readonly CellFigures Nothing = new();

    internal CellFigures Cell(PlannedBenchmark benchmark, string model) => Cells.GetValueOrDefault(new(benchmark.Benchmark, model), Nothing);

    /// <summary>True when no event about the run is still to come.</summary>
    internal bool IsComplete => Plan.Benchmarks.All(benchmark => Plan.Models.All(model =>
        Cell(benchmark, model.Deployment).Counts.IsComplete(benchmark.Instances, benchmark.Jury is not null)));
}
