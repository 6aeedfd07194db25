using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>The metric a column shows, with the range it has in this run.</summary>
internal sealed record ColumnMetric(string Name, string DisplayName, Direction Direction, double RangeMin, double RangeMax)
{
    /// <summary>True where single values may lie outside the range and the mean is cut to it.</summary>
    internal bool Clipped { get; init; }

    internal double Worst => Direction == Direction.LowerIsBetter ? RangeMax : RangeMin;

    /// <exception cref="InvalidOperationException">Scoring has no such metric.</exception>
    internal static ColumnMetric Of(PlannedBenchmark benchmark, IReadOnlyCollection<Metric> metrics)
    {
        var name = benchmark.Metrics[0];
        var metric = metrics.FirstOrDefault(m => m.Name == name)
            ?? throw new InvalidOperationException($"Benchmark '{benchmark.Benchmark}' is measured by '{name}', which Scoring does not have.");
        // A jury's marks are on the scale of the rubric that the run pins.
        return metric.NeedsVerdicts && !metric.Clipped && benchmark.Jury?.Rubric is { } rubric
            ? new(name, metric.DisplayName, metric.Direction, rubric.ScaleMin, rubric.ScaleMax)
            : new(name, metric.DisplayName, metric.Direction, metric.RangeMin, metric.RangeMax) { Clipped = metric.Clipped };
    }
}
