using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Benchmarks;

/// <summary>Definitions as the API shows them.</summary>
internal static class BenchmarkMessages
{
    public static Benchmark Of(BenchmarkDefinition definition, string? datasets)
    {
        var status = DatasetFolder.Of(definition, DatasetChoice.Full, datasets).Status;
        return new()
        {
            Id = definition.Id,
            DisplayName = definition.DisplayName,
            Description = definition.Description,
            Category = definition.Category,
            Subcategory = definition.Subcategory,
            Tasks = { definition.Tasks },
            DataTier = definition.DataTier,
            Adaptation = definition.Adaptation,
            OpenEnded = definition.OpenEnded,
            Metrics = { definition.Metrics },
            Source = definition.Source,
            Access = definition.Access,
            Licence = definition.Licence,
            Citation = definition.Citation,
            Version = definition.Version,
            DefinitionSha256 = definition.DefinitionSha256,
            Repairs = { definition.Repairs.Select(repair => new Contracts.Evaluation.V1.Repair { Defect = repair.Defect, Repair_ = repair.Remedy }) },
            DiffersByProtocol = definition.DiffersByProtocol,
            FullDataPresent = status == DataStatus.Present,
            DataStatus = status,
            HasSample = definition.SampleFolder is not null,
        };
    }
}
