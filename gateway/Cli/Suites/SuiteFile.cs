using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Suites;

/// <summary>A user's own selection of models and benchmarks, in YAML as the catalog's own suites.</summary>
internal static class SuiteFile
{
    /// <summary>True when the text names a file rather than something of the catalog.</summary>
    public static bool LooksLikePath(string text) =>
        text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || text.Contains('/', StringComparison.Ordinal)
        || text.Contains('\\', StringComparison.Ordinal);

    /// <summary>Reads the file whole; nothing is asked of a service. Everything that is wrong in it is told at once.</summary>
    public static RunSpec Read(string path)
    {
        try
        {
            return SuiteDefinition.ReadFile(path).ToSpec();
        }
        catch (CatalogException error)
        {
            throw new CommandFailure(ExitCodes.BadUsage, "the suite file cannot be used", [.. error.Problems.Select(p => $"  {p}")]);
        }
    }
}
