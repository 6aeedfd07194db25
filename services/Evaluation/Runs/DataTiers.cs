using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Runs;

/// <summary>How sensitive the data of a selection is: samples of the bundled catalog are synthetic, and public whatever the benchmark is; those of a user's catalog are as sensitive as the benchmark says.</summary>
internal static class DataTiers
{
    public static DataTier Of(BenchmarkDefinition definition, bool sample) =>
        sample && definition.File.StartsWith(BenchmarkCatalog.BundledFolder, StringComparison.Ordinal) ? DataTier.Public : definition.DataTier;
}
