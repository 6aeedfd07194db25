using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Scoring.Rescoring;

/// <summary>A benchmark of a run with the metrics that its answers are scored by again.</summary>
internal sealed record BenchmarkMetrics(PlannedBenchmark Benchmark, IReadOnlyList<IMetric> Metrics);
