using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Catalog;

namespace MedHelm.Evaluation.Runs;

/// <summary>How sensitive the data of a selection is: samples of the bundled catalog are synthetic, and public whatever the benchmark is; those of a user's catalog are as sensitive as the benchmark says.</summary>
internal static class DataTiers
{
    public static DataTier Of(BenchmarkDefinition definition, DatasetChoice data) =>
        data == DatasetChoice.Sample && definition.File.StartsWith(BenchmarkCatalog.BundledFolder, StringComparison.Ordinal) ? DataTier.Public : definition.DataTier;
}
