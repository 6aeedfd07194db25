namespace MedHelm.Evaluation.Catalog;

/// <summary>A named selection of models and benchmarks, from a YAML file.</summary>
public sealed record SuiteDefinition(
    string Id,
    string Description,
    IReadOnlyList<string> Deployments,
    IReadOnlyList<SuiteBenchmark> Benchmarks,
    IReadOnlyList<string> Jurors)
{
    /// <summary>
    /// Reads a suite file from anywhere. With a catalog its benchmarks must exist there too.
    /// Throws <see cref="CatalogException"/> with every problem.
    /// </summary>
    public static SuiteDefinition ReadFile(string path, BenchmarkCatalog? catalog = null)
    {
        var problems = new ProblemList();
        var suite = SuiteFileReader.Read(path, problems, catalog is null ? null : catalog.Find);
        problems.ThrowIfAny();
        return suite!;
    }
}
