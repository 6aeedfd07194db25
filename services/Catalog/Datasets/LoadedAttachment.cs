using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets;

/// <summary>A file that metrics need.</summary>
/// <param name="Name">Name in the definition.</param>
/// <param name="Path">Full path; the file may lie there as path.gz.</param>
/// <param name="Sha256">Lower-case hex, of the uncompressed bytes.</param>
/// <param name="Size">Number of the uncompressed bytes.</param>
public sealed record LoadedAttachment(string Name, string Path, string Sha256, long Size)
{
    /// <summary>Those of a benchmark that are there.</summary>
    public static IReadOnlyList<LoadedAttachment> Find(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancellationToken) =>
    [
        .. definition.Dataset.Attachments
            .Select(a => (a.Name, Source: new SourceFile(folder.FullPath(a.Path))))
            .Where(a => a.Source.Exists)
            .Select(a => (a.Name, a.Source.Path, Content: DatasetReader.Guarded(definition, a.Source.Path, () => a.Source.Measure(cancellationToken))))
            .Select(a => new LoadedAttachment(a.Name, a.Path, a.Content.Sha256, a.Content.Size)),
    ];

    /// <summary>The uncompressed bytes.</summary>
    public static Stream Open(string path) => new SourceFile(path).Open();
}
