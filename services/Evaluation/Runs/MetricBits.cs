using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Runs;

/// <summary>The metrics of a benchmark as bits, in its order: an instance is decided when all are set.</summary>
internal static class MetricBits
{
    public static long All(PlannedBenchmark benchmark) => (1L << benchmark.Metrics.Count) - 1;

    /// <summary>0 for a metric the benchmark does not have.</summary>
    public static long Of(PlannedBenchmark benchmark, string metric) =>
        benchmark.Metrics.IndexOf(metric) is >= 0 and var index ? 1L << index : 0;
}
