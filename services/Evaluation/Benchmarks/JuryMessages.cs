using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Benchmarks;

/// <summary>Juries as the API shows them.</summary>
internal static class JuryMessages
{
    public static JuryDefinition Of(DefinedJury jury, BenchmarkCatalog catalog) => new()
    {
        Id = jury.Id,
        Version = jury.Rules.Version,
        DisplayName = jury.DisplayName,
        Description = jury.Description,
        DefinitionSha256 = jury.DefinitionSha256,
        Jury = jury.Rules.Clone(),
        Benchmarks = { catalog.Benchmarks.Where(benchmark => benchmark.Jury == jury.Id).Select(benchmark => benchmark.Id) },
    };
}
