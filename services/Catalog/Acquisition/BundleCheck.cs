using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Acquisition;

/// <summary>What a manifest says, compared with the catalog. Throws <see cref="InvalidDataException"/> for the first thing that is wrong.</summary>
internal static class BundleCheck
{
    /// <summary>Where the data of each benchmark belongs.</summary>
    public static IReadOnlyDictionary<string, BenchmarkFiles> Run(BundleManifest manifest, Func<string, BenchmarkFiles?> find)
    {
        Require(manifest is { Format: BundleManifest.FormatName, Version: BundleManifest.CurrentVersion }, "it is no bundle of data sets");
        Require(manifest.Benchmarks is { Count: > 0 }, "it is empty");
        var found = new Dictionary<string, BenchmarkFiles>(StringComparer.Ordinal);
        foreach (var benchmark in manifest.Benchmarks)
        {
            Require(benchmark is { Files: not null } && CatalogNames.IsBenchmarkId(benchmark.Id), "its manifest names a benchmark that cannot be");
            var files = find(benchmark.Id) ?? throw new InvalidDataException($"it has data of '{benchmark.Id}', which this catalog does not have; add the definition (--catalog), or leave it out of the bundle");
            Require(found.TryAdd(benchmark.Id, files), $"it names '{benchmark.Id}' twice");
            Check(benchmark, files);
        }

        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in manifest.Benchmarks.SelectMany(b => b.Files))
            Require(sizes.TryAdd(file.Sha256, file.Size) || sizes[file.Sha256] == file.Size, $"its manifest gives {file.Sha256} two sizes");
        return found;
    }

    private static void Check(BundledBenchmark benchmark, BenchmarkFiles files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in benchmark.Files)
        {
            Require(file is { Size: >= 0 } && CatalogNames.IsSha256(file.Sha256 ?? ""), $"its manifest describes a file of '{benchmark.Id}' without hash or size");
            Require(
                CatalogNames.IsRelativePath(file.Path ?? "") && files.Wanted.Any(w => w.Covers(file.Path!)),
                $"it has a file that '{benchmark.Id}' does not name: \"{string.Concat((file.Path ?? "").Where(c => !char.IsControl(c)).Take(100))}\"");
            Require(seen.Add(file.Path!), $"it has {file.Path} of '{benchmark.Id}' twice");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException(otherwise);
    }
}
