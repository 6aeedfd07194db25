using System.Security.Cryptography;
using System.Text;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets;

/// <summary>The digests of a dataset's files.</summary>
/// <param name="DatasetSha256">As <see cref="LoadedDataset.Sha256"/> says.</param>
/// <param name="Attachments">Files that metrics need, with their digests.</param>
internal sealed record DatasetHashes(string DatasetSha256, IReadOnlyList<LoadedAttachment> Attachments)
{
    /// <summary>Throws <see cref="DatasetException"/> for a file of the full data that is not the one the benchmark is defined on.</summary>
    public static DatasetHashes Check(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancellationToken)
    {
        var files = definition.Dataset.EveryFile;
        var byPath = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var sha256 = Of(definition, folder, file, cancellationToken);
            if (!folder.IsSample && file.ExpectedSha256 is { } expected && !string.Equals(expected, sha256, StringComparison.Ordinal))
                throw new DatasetException(
                    $"{definition.Id}: {folder.FullPath(file.Path)} is not the file the benchmark is defined on: its SHA-256 is {sha256}, expected {expected}. Get it again from {definition.Source}.");
            byPath[file.Path] = sha256;
        }

        return new(files.Count == 1 ? byPath[files[0].Path] : Digest(byPath.Values.Select(sha => sha + "\n")), LoadedAttachment.Find(definition, folder, cancellationToken));
    }

    /// <summary>The digest of a file, or of the lines that sha256sum prints for the files of a pattern.</summary>
    internal static string Of(BenchmarkDefinition definition, DatasetFolder folder, DatasetFile file, CancellationToken cancellationToken)
    {
        var sources = folder.Resolve(file);
        return DatasetReader.Guarded(definition, folder.FullPath(file.Path), () => file.IsPattern
            ? Digest(sources.Select(source => $"{source.Sha256(cancellationToken)}  {source.Name}\n"))
            : sources[0].Sha256(cancellationToken));
    }

    private static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
}
