using System.Globalization;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Datasets;

/// <summary>Where the data of a benchmark lies, and whether it is the sample.</summary>
public sealed class DatasetFolder
{
    private readonly BenchmarkDefinition definition;

    private DatasetFolder(BenchmarkDefinition definition, string path, bool sample)
    {
        this.definition = definition;
        Path = path;
        IsSample = sample;
    }

    /// <summary>Full path; need not exist.</summary>
    public string Path { get; }

    public bool IsSample { get; }

    public DatasetChoice Choice => IsSample ? DatasetChoice.Sample : DatasetChoice.Full;

    /// <summary>How much of it is there; looks only at which files exist.</summary>
    public DataStatus Status
    {
        get
        {
            var missing = Missing.Count;
            return missing == 0 ? DataStatus.Present : missing < definition.Dataset.EveryFile.Count ? DataStatus.Partial : DataStatus.Absent;
        }
    }

    /// <summary>Full paths of the files that are not there.</summary>
    public IReadOnlyList<string> Missing =>
        [.. definition.Dataset.EveryFile.Where(file => Resolve(file).Count == 0).Select(file => FullPath(file.Path))];

    /// <summary>A line for each file that changes when the file does; to tell whether it must be read again.</summary>
    public IReadOnlyList<string> FileStamps =>
        [.. definition.Dataset.EveryFile.SelectMany(Resolve).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Path}:{f.Length}:{f.LastWrite.Ticks}"))];

    /// <summary>
    /// The folder of a choice: <c>root/data path or benchmark id</c> for the full data, else the one beside a user's definition. An
    /// unstated choice means the full data. Throws <see cref="DatasetException"/> for a sample that does not exist and a data path that leaves the root.
    /// </summary>
    public static DatasetFolder Of(BenchmarkDefinition definition, DatasetChoice choice, string? root, string dataPath = "")
    {
        if (dataPath.Length > 0 && !CatalogNames.IsRelativePath(dataPath))
            throw new DatasetException($"{definition.Id}: data_path \"{dataPath}\" is not a folder inside the dataset folder; use \"/\" between parts and no \"..\".");
        if (choice == DatasetChoice.Sample)
            return Sample(definition) ?? throw new DatasetException($"{definition.Id}: has no sample; run it on its full data.");
        var full = new DatasetFolder(definition, FullFolder(definition, root, dataPath), sample: false);
        return choice == DatasetChoice.Available && full.Status != DataStatus.Present ? Sample(definition) ?? full : full;
    }

    /// <summary>What exists of a file or pattern, in reading order.</summary>
    internal IReadOnlyList<SourceFile> Resolve(DatasetFile file)
    {
        if (!file.IsPattern)
            return new SourceFile(FullPath(file.Path)) is { Exists: true } found ? [found] : [];
        var pattern = FullPath(file.Path);
        var folder = System.IO.Path.GetDirectoryName(pattern)!;
        if (!Directory.Exists(folder))
            return [];
        var name = System.IO.Path.GetFileName(pattern);
        var names = Directory.EnumerateFiles(folder, name).Concat(Directory.EnumerateFiles(folder, name + ".gz"))
            .Select(path => path.EndsWith(".gz", StringComparison.Ordinal) && !name.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return [.. (file.Most > 0 ? names.Take(file.Most) : names).Select(path => new SourceFile(path))];
    }

    internal string FullPath(string relative) => System.IO.Path.Combine([Path, .. relative.Split('/')]);

    private static DatasetFolder? Sample(BenchmarkDefinition definition) =>
        definition.SampleFolder is { } folder ? new(definition, folder, sample: true) : null;

    private static string FullFolder(BenchmarkDefinition definition, string? root, string dataPath)
    {
        var own = root is null ? null : System.IO.Path.Combine([System.IO.Path.GetFullPath(root), .. (dataPath.Length > 0 ? dataPath : definition.Id).Split('/')]);
        if (own is not null && (dataPath.Length > 0 || Directory.Exists(own)))
            return own;
        // Without any folder the paths stay relative to one that does not exist, so that messages still name them.
        return definition.DataFolder ?? own ?? System.IO.Path.Combine("(no dataset folder)", definition.Id);
    }
}
