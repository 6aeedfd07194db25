using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Scoring.Runs;

/// <summary>Scored instances with the sub-run and cluster they belong to.</summary>
internal static class ScoredInstances
{
    internal static ScoredInstance Of(string instance, References? known, IEnumerable<Score> scores) =>
        new() { InstanceId = instance, Subset = known?.Subset ?? "", Cluster = known?.Cluster ?? "", Scores = { scores } };

    /// <summary>Whether instances of the benchmark belong to sub-runs or clusters.</summary>
    internal static bool IsGrouped(this PlannedBenchmark planned) => planned.Subsets.Count > 0 || planned.Clusters > 0;
}
