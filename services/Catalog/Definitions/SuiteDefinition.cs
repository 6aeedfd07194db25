using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Definitions;

/// <summary>A named selection of models and benchmarks, from a YAML file.</summary>
public sealed record SuiteDefinition(
    string Id,
    string Description,
    IReadOnlyList<string> Deployments,
    IReadOnlyList<SuiteBenchmark> Benchmarks,
    IReadOnlyList<string> Jurors)
{
    /// <summary>One of <see cref="Protocols"/>.</summary>
    public string Protocol { get; init; } = Protocols.Corrected;

    /// <summary>Jury of the open-ended benchmarks; empty: each benchmark's own, else that of the protocol.</summary>
    public string Jury { get; init; } = "";

    /// <summary>The run that it asks for.</summary>
    public RunSpec ToSpec() => new()
    {
        Suite = Id,
        Protocol = Protocol,
        Deployments = { Deployments },
        Benchmarks =
        {
            Benchmarks.Select(b => new BenchmarkSelection
            {
                Benchmark = b.Id,
                Data = b.Data,
                MaxInstances = b.MaxInstances,
                InstanceIds = { b.InstanceIds },
                DataPath = b.DataPath,
                Jury = b.Jury,
            }),
        },
        Jurors = { Jurors },
        Jury = Jury,
    };

    /// <summary>
    /// Reads a suite file from anywhere. With a catalog its benchmarks and juries must exist there too.
    /// Throws <see cref="CatalogException"/> with every problem.
    /// </summary>
    public static SuiteDefinition ReadFile(string path, BenchmarkCatalog? catalog = null)
    {
        var problems = new ProblemList();
        var suite = SuiteFileReader.Read(path, problems, catalog is null ? null : new(id => catalog.Find(id), catalog.FindJury));
        problems.ThrowIfAny();
        return suite!;
    }
}
