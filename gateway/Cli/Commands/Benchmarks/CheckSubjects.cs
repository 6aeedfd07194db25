using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Suites;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>The definitions that are to be checked, from the bundled catalog, the user's, and files from anywhere.</summary>
internal sealed class CheckSubjects(string? userFolder)
{
    private readonly Lazy<BenchmarkCatalog> catalog = new(() => BenchmarkCatalog.LoadWith(userFolder));

    /// <summary>The benchmarks by file or id, each with all that its catalog has under the wanted protocols.</summary>
    public IEnumerable<CheckSubject> Of(IReadOnlyList<string> named, bool all, IReadOnlyList<string> protocols) => all
        ? catalog.Value.Benchmarks.SelectMany(b => Under(catalog.Value, b, protocols))
        : named.SelectMany(name => SuiteFile.LooksLikePath(name) ? OfFile(Path.GetFullPath(name), protocols) : OfId(name, protocols));

    private IEnumerable<CheckSubject> OfId(string id, IReadOnlyList<string> protocols) => catalog.Value.Find(id) is { } found
        ? Under(catalog.Value, found, protocols)
        : throw new CommandFailure(
            ExitCodes.BadUsage,
            $"there is no benchmark '{id}'",
            $"There are: {string.Join(", ", catalog.Value.Benchmarks.Select(b => b.Id))}",
            "A file of your own ends in .yaml; --catalog DIR names a catalog folder of your own.");

    private IEnumerable<CheckSubject> OfFile(string file, IReadOnlyList<string> protocols)
    {
        var folder = userFolder ?? TaxonomyFolder(file);
        var around = BenchmarkCatalog.Load(folder is null ? [BenchmarkCatalog.BundledFolder] : [BenchmarkCatalog.BundledFolder, folder], file);
        return Under(around, around.Benchmarks.First(b => string.Equals(b.File, file, StringComparison.Ordinal)), protocols);
    }

    // A definition is placed in the taxonomy of its own catalog; without one, what else lies beside it does not matter.
    private static string? TaxonomyFolder(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Path.GetFileName(folder) == "benchmarks" && File.Exists(Path.Combine(folder, "..", "taxonomy.yaml")) ? Path.GetDirectoryName(folder) : null;
    }

    // Where the protocols differ by their sampling only, one check says it all.
    private static IEnumerable<CheckSubject> Under(BenchmarkCatalog catalog, BenchmarkDefinition benchmark, IReadOnlyList<string> protocols) =>
        benchmark.DiffersByProtocol || protocols.Count == 1
            ? protocols.Select(p => new CheckSubject(catalog.Find(benchmark.Id, p)!, p))
            : [new CheckSubject(benchmark, string.Join(" and ", protocols))];
}
