using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>The catalog's benchmarks by the names that MedHELM's tables give them.</summary>
internal sealed class PaperBenchmarks
{
    // Where the tables' names are not the catalog's.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MIMIC-BHC"] = "mimic_bhc",
        ["N2C2"] = "n2c2_ct_matching",
        ["N2C2-CT"] = "n2c2_ct_matching",
    };

    private readonly BenchmarkCatalog catalog = BenchmarkCatalog.LoadWith(userFolder: null);
    private readonly Dictionary<string, BenchmarkDefinition> byName;

    public PaperBenchmarks() => byName = catalog.Benchmarks.ToDictionary(b => b.DisplayName, StringComparer.OrdinalIgnoreCase);

    /// <summary>In the tables of today, and not among the 35 of the paper's first version.</summary>
    public static IReadOnlyList<string> AddedAfterTheFirstVersion { get; } = ["med_qa", "med_mcqa"];

    /// <summary>Null when no benchmark is called that.</summary>
    public BenchmarkDefinition? Find(string name) => OtherNames.TryGetValue(name, out var id) ? catalog.Find(id) : byName.GetValueOrDefault(name);
}
