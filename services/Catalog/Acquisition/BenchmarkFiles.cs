using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Everything a benchmark needs under any protocol, and the folder where its full data lies or will lie.</summary>
public sealed class BenchmarkFiles
{
    private readonly IReadOnlyList<BenchmarkDefinition> protocols;

    private BenchmarkFiles(IReadOnlyList<BenchmarkDefinition> protocols, DatasetFolder folder)
    {
        this.protocols = protocols;
        Folder = folder;
        Wanted =
        [
            .. protocols
                .SelectMany(p => p.Dataset.EveryFile.Select(file => new WantedFile(file, file is { IsPattern: false, Url: not null } ? null : p.Dataset.Archive)))
                .DistinctBy(w => (w.File.Path, w.File.Most)),
        ];
    }

    /// <summary>Under the default protocol.</summary>
    public BenchmarkDefinition Definition => protocols[0];

    public DatasetFolder Folder { get; }

    /// <summary>Each path and number of files once, those of the default protocol first.</summary>
    public IReadOnlyList<WantedFile> Wanted { get; }

    /// <summary>The protocols whose data is all there; looks only at which files exist.</summary>
    public IReadOnlyList<string> CompleteProtocols => CompleteIn(Folder);

    public int PresentCount => Wanted.Count(w => Folder.Resolve(w.File).Count > 0);

    /// <summary>Of what is there, as it lies on disk.</summary>
    public long Size => Wanted.SelectMany(w => Folder.Resolve(w.File)).DistinctBy(f => f.Path, StringComparer.Ordinal).Sum(f => f.Length);

    /// <param name="catalog">Has the benchmark.</param>
    /// <param name="id">The benchmark.</param>
    /// <param name="root">The dataset folder; null where there is none.</param>
    /// <param name="dataPath">Folder under the dataset folder to take instead of the benchmark's id; empty for none.</param>
    /// <exception cref="DatasetException">There is no such benchmark, or the data path leaves the dataset folder.</exception>
    public static BenchmarkFiles Of(BenchmarkCatalog catalog, string id, string? root, string dataPath = "")
    {
        var definitions = Protocols.All.Select(p => catalog.Find(id, p)).OfType<BenchmarkDefinition>()
            .OrderBy(d => d.Protocol == Protocols.Named("") ? 0 : 1).ToList();
        return definitions.Count > 0
            ? new(definitions, DatasetFolder.Of(definitions[0], DatasetChoice.Full, root, dataPath))
            : throw new DatasetException($"There is no benchmark '{id}'; 'medhelm datasets list' lists them.");
    }

    internal IReadOnlyList<string> CompleteIn(DatasetFolder folder) =>
        [.. protocols.Where(p => p.Dataset.EveryFile.All(file => folder.Resolve(file).Count > 0)).Select(p => p.Protocol)];

    /// <summary>The same files under a folder of any place.</summary>
    internal DatasetFolder At(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.GetDirectoryName(full) is { } parent
            ? DatasetFolder.Of(Definition, DatasetChoice.Full, parent, Path.GetFileName(full))
            : throw new DatasetException($"{full} is the root of a drive; name the folder of the files.");
    }
}
