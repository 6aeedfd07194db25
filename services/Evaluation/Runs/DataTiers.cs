using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Catalog;

namespace MedHelm.Evaluation.Runs;

/// <summary>How sensitive the data of a selection is: the bundled samples are synthetic and public whatever the benchmark is.</summary>
internal static class DataTiers
{
    public static DataTier Of(BenchmarkDefinition definition, DatasetChoice data) =>
        data == DatasetChoice.Sample ? DataTier.Public : definition.DataTier;
}
