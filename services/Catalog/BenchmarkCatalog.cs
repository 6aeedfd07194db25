using System.Collections.Frozen;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Taxonomies;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog;

/// <summary>
/// The taxonomy, benchmarks, juries and suites of some folders, each laid out as the README of this folder says. Immutable.
/// </summary>
public sealed class BenchmarkCatalog
{
    /// <summary>The folders with definitions; a catalog folder has one of them.</summary>
    internal static readonly string[] Parts = ["benchmarks", "suites", "juries"];

    private readonly FrozenDictionary<(string Id, string Protocol), BenchmarkDefinition> byId;

    private readonly FrozenDictionary<string, DefinedJury> juriesById;

    private BenchmarkCatalog(Taxonomy taxonomy, IReadOnlyList<BenchmarkDefinition> benchmarks, IReadOnlyList<SuiteDefinition> suites, IReadOnlyList<DefinedJury> juries)
    {
        Taxonomy = taxonomy;
        Benchmarks = [.. benchmarks.Where(b => b.Protocol == Protocols.Corrected)];
        Suites = suites;
        Juries = juries;
        juriesById = juries.ToFrozenDictionary(j => j.Id, StringComparer.Ordinal);
        byId = benchmarks.ToFrozenDictionary(b => (b.Id, b.Protocol));
    }

    /// <summary>Where the catalog that comes with the software is.</summary>
    public static string BundledFolder => Path.Combine(AppContext.BaseDirectory, "catalog");

    public Taxonomy Taxonomy { get; }

    /// <summary>Under protocol "corrected", sorted by id.</summary>
    public IReadOnlyList<BenchmarkDefinition> Benchmarks { get; }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<SuiteDefinition> Suites { get; }

    /// <summary>Sorted by id; the bundled ones are always there.</summary>
    public IReadOnlyList<DefinedJury> Juries { get; }

    /// <summary>The bundled catalog, and the user's when there is one.</summary>
    public static BenchmarkCatalog LoadWith(string? userFolder) => Load(userFolder is null ? [BundledFolder] : [BundledFolder, userFolder]);

    /// <summary>
    /// Reads every file of the folders, the bundled one first, then the user's. The last folder with a taxonomy decides.
    /// Throws <see cref="CatalogException"/> with every problem of every file.
    /// </summary>
    public static BenchmarkCatalog Load(IReadOnlyList<string> folders) => Load(folders, extraFile: null);

    /// <summary>The same with one more benchmark file, from anywhere; its sample and data are looked for beside its folder.</summary>
    public static BenchmarkCatalog Load(IReadOnlyList<string> folders, string? extraFile)
    {
        var problems = new ProblemList();
        var rubrics = RubricTexts.Bundled();
        var juries = ReadJuries(folders, problems);
        var juryIds = juries.Select(j => j.Id).ToHashSet(StringComparer.Ordinal);
        var files = folders.SelectMany(folder =>
        {
            CheckLayout(folder, problems);
            var parts = new CatalogFolder(folder, rubrics, juryIds);
            return YamlFiles(folder, "benchmarks").Select(file => (File: file, Folder: parts));
        }).ToList();
        if (extraFile is not null && !files.Exists(f => string.Equals(f.File, extraFile, StringComparison.Ordinal)))
            files.Add((extraFile, new(FolderOf(extraFile), rubrics, juryIds)));

        var taxonomy = folders.Select(f => Path.Combine(f, "taxonomy.yaml")).LastOrDefault(File.Exists) is { } path
            ? TaxonomyFileReader.Read(path, problems)
            : null;
        var benchmarks = new Dictionary<string, IReadOnlyList<BenchmarkDefinition>>(StringComparer.Ordinal);
        foreach (var (file, folder) in files)
        {
            if (BenchmarkFileReader.Read(file, folder, taxonomy, problems) is not [var definition, ..] protocols)
                continue;
            if (!benchmarks.TryAdd(definition.Id, protocols))
                problems.Add(file, 1, $"id \"{definition.Id}\" is already defined in {benchmarks[definition.Id][0].File}; a benchmark of your own needs an id of its own.");
        }

        var suites = ReadSuites(folders, benchmarks, juries, problems);
        problems.ThrowIfAny();
        return new(
            taxonomy ?? new("", []),
            [.. benchmarks.Values.SelectMany(b => b).OrderBy(b => b.Id, StringComparer.Ordinal)],
            [.. suites.OrderBy(s => s.Id, StringComparer.Ordinal)],
            [.. juries.OrderBy(j => j.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Null when there is none of that id. An empty protocol means the default.</summary>
    public BenchmarkDefinition? Find(string id, string protocol = "") => byId.GetValueOrDefault((id, Protocols.Named(protocol)));

    /// <summary>Null when there is no jury of that id.</summary>
    public DefinedJury? FindJury(string id) => juriesById.GetValueOrDefault(id);

    // The bundled juries hold wherever benchmarks come from: a run without a jury of its own has the default one.
    private static List<DefinedJury> ReadJuries(IReadOnlyList<string> folders, ProblemList problems)
    {
        var juries = new Dictionary<string, DefinedJury>(StringComparer.Ordinal);
        foreach (var file in folders.Prepend(BundledFolder).DistinctBy(Path.GetFullPath, StringComparer.Ordinal).SelectMany(folder => YamlFiles(folder, "juries")))
        {
            if (JuryFileReader.Read(file, problems) is { } jury && !juries.TryAdd(jury.Id, jury))
                problems.Add(file, 1, $"id \"{jury.Id}\" is already defined in {juries[jury.Id].File}; a jury of your own needs an id of its own.");
        }

        return [.. juries.Values];
    }

    private static List<SuiteDefinition> ReadSuites(
        IReadOnlyList<string> folders, Dictionary<string, IReadOnlyList<BenchmarkDefinition>> benchmarks, IReadOnlyList<DefinedJury> juries, ProblemList problems)
    {
        // Suites are checked against the benchmarks only when these are sound, else one slip would be reported twice.
        var find = problems.Count == 0
            ? new SuiteReferences(id => benchmarks.TryGetValue(id, out var found) ? found[0] : null, id => juries.FirstOrDefault(j => j.Id == id))
            : null;
        var suites = new Dictionary<string, (SuiteDefinition Suite, string File)>(StringComparer.Ordinal);
        foreach (var file in folders.SelectMany(folder => YamlFiles(folder, "suites")))
        {
            if (SuiteFileReader.Read(file, problems, find) is { } suite && !suites.TryAdd(suite.Id, (suite, file)))
                problems.Add(file, 1, $"id \"{suite.Id}\" is already defined in {suites[suite.Id].File}; a suite of your own needs an id of its own.");
        }

        return [.. suites.Values.Select(s => s.Suite)];
    }

    // A file in a catalog's benchmarks/ belongs to that catalog; elsewhere, to the folder it lies in.
    private static string FolderOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Path.GetFileName(folder) == "benchmarks" ? Path.GetDirectoryName(folder)! : folder;
    }

    private static void CheckLayout(string folder, ProblemList problems)
    {
        if (!Directory.Exists(folder))
            problems.Add(folder, 1, "is not a folder.");
        else if (!Array.Exists(Parts, part => Directory.Exists(Path.Combine(folder, part))))
            problems.Add(folder, 1, "has none of benchmarks/, suites/ and juries/; put definitions there, as *.yaml files.");
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
