using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Instances;

/// <summary>Picks the instances of a run out of all there are: by id, then by HELM's sampling in each subset.</summary>
internal static class InstanceSelection
{
    /// <exception cref="DatasetException">An id is unknown, or nothing is left.</exception>
    public static IReadOnlyList<DatasetInstance> Select(IReadOnlyList<DatasetInstance> all, BenchmarkSelection selection, BenchmarkDefinition definition)
    {
        var pool = all;
        var most = selection.MaxInstances > 0 ? selection.MaxInstances : definition.MaxInstances;
        if (selection.InstanceIds.Count > 0)
        {
            var wanted = selection.InstanceIds.ToHashSet(StringComparer.Ordinal);
            pool = [.. all.Where(instance => wanted.Remove(instance.Id))];
            if (wanted.Count > 0)
                throw new DatasetException($"{definition.Id} has no instance '{wanted.Order(StringComparer.Ordinal).First()}' ({wanted.Count} of the {selection.InstanceIds.Count} instance_ids are unknown); correct the selection.");
            // Whoever names instances wants them all; only a limit of their own cuts.
            most = selection.MaxInstances;
        }
        if (pool.Count == 0) throw new DatasetException($"{definition.Id}: the data holds no instance.");
        return [.. pool.GroupBy(instance => instance.Subset, StringComparer.Ordinal).SelectMany(subset => Sample([.. subset], most))];
    }

    private static IEnumerable<DatasetInstance> Sample(IReadOnlyList<DatasetInstance> subset, int most) =>
        HelmSampling.Pick(subset.Count, most > 0 ? most : subset.Count).Select(index => subset[index]);
}
