using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Definitions;

/// <summary>
/// One benchmark of a suite. MaxInstances 0 means the benchmark's own limit; InstanceIds empty means all; DataPath empty means the
/// benchmark's id.
/// </summary>
public sealed record SuiteBenchmark(string Id, DatasetChoice Data, int MaxInstances, IReadOnlyList<string> InstanceIds, string DataPath)
{
    /// <summary>Jury in the place of the suite's; empty: the suite's.</summary>
    public string Jury { get; init; } = "";
}
