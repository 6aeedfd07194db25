using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Catalog;

/// <summary>One benchmark of a suite. MaxInstances 0 means all; InstanceIds empty means all.</summary>
public sealed record SuiteBenchmark(string Id, DatasetChoice Data, int MaxInstances, IReadOnlyList<string> InstanceIds);
