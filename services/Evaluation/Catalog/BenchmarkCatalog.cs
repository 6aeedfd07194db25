using System.Collections.Frozen;

namespace MedHelm.Evaluation.Catalog;

/// <summary>
/// The benchmarks and suites of some folders, each laid out as benchmarks/*.yaml, suites/*.yaml and samples/. Immutable.
/// </summary>
public sealed class BenchmarkCatalog
{
    private readonly FrozenDictionary<string, BenchmarkDefinition> byId;

    private BenchmarkCatalog(IReadOnlyList<BenchmarkDefinition> benchmarks, IReadOnlyList<SuiteDefinition> suites)
    {
        Benchmarks = benchmarks;
        Suites = suites;
        byId = benchmarks.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal);
    }

    /// <summary>Where the catalog that comes with the software is.</summary>
    public static string BundledFolder => Path.Combine(AppContext.BaseDirectory, "catalog");

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<BenchmarkDefinition> Benchmarks { get; }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<SuiteDefinition> Suites { get; }

    /// <summary>
    /// Reads every file of the folders, the bundled one first, then the user's.
    /// Throws <see cref="CatalogException"/> with every problem of every file.
    /// </summary>
    public static BenchmarkCatalog Load(IReadOnlyList<string> folders)
    {
        var problems = new ProblemList();
        var benchmarks = new Dictionary<string, BenchmarkDefinition>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            CheckLayout(folder, problems);
            foreach (var file in YamlFiles(folder, "benchmarks"))
            {
                if (BenchmarkFileReader.Read(file, Path.Combine(folder, "samples"), problems) is { } definition
                    && !benchmarks.TryAdd(definition.Id, definition))
                    problems.Add(file, 1, $"id \"{definition.Id}\" is already defined in {benchmarks[definition.Id].File}; a benchmark of your own needs an id of its own.");
            }
        }

        // Suites are checked against the benchmarks only when these are sound, else one slip would be reported twice.
        Func<string, BenchmarkDefinition?>? find = problems.Count == 0 ? id => benchmarks.GetValueOrDefault(id) : null;
        var suites = new Dictionary<string, (SuiteDefinition Suite, string File)>(StringComparer.Ordinal);
        foreach (var file in folders.SelectMany(folder => YamlFiles(folder, "suites")))
        {
            if (SuiteFileReader.Read(file, problems, find) is { } suite && !suites.TryAdd(suite.Id, (suite, file)))
                problems.Add(file, 1, $"id \"{suite.Id}\" is already defined in {suites[suite.Id].File}; a suite of your own needs an id of its own.");
        }

        problems.ThrowIfAny();
        return new(
            [.. benchmarks.Values.OrderBy(b => b.Id, StringComparer.Ordinal)],
            [.. suites.Values.Select(s => s.Suite).OrderBy(s => s.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Null when there is none of that id.</summary>
    public BenchmarkDefinition? Find(string id) => byId.GetValueOrDefault(id);

    private static void CheckLayout(string folder, ProblemList problems)
    {
        if (!Directory.Exists(folder))
            problems.Add(folder, 1, "is not a folder.");
        else if (!Directory.Exists(Path.Combine(folder, "benchmarks")) && !Directory.Exists(Path.Combine(folder, "suites")))
            problems.Add(folder, 1, "has neither benchmarks/ nor suites/; put definitions there, as *.yaml files.");
    }

    private static IEnumerable<string> YamlFiles(string folder, string kind)
    {
        var path = Path.Combine(folder, kind);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path)
                .Where(f => f.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
