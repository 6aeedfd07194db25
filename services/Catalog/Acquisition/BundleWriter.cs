using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Writes the data of benchmarks as one file: a manifest, and each content once under its hash. The same data gives the same bytes.</summary>
public static class BundleWriter
{
    // The earliest time that the format knows.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Replaces the file whole or not at all.</summary>
    /// <exception cref="DatasetException">Data is missing, not the one expected, or gated and its terms accepted by nobody.</exception>
    public static BundleManifest Write(string path, IReadOnlyList<BenchmarkFiles> benchmarks, CancellationToken cancellationToken)
    {
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var described = benchmarks.OrderBy(b => b.Definition.Id, StringComparer.Ordinal).Select(b => Describe(b, sources, cancellationToken)).ToList();
        var manifest = new BundleManifest(BundleManifest.FormatName, BundleManifest.CurrentVersion, described);
        var target = Path.GetFullPath(path);
        var draft = Draft.PathFor(target);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                Write(file, manifest, sources, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{target} cannot be written: {e.Message}", e);
        }
        finally
        {
            Draft.Discard(draft);
        }

        return manifest;
    }

    private static BundledBenchmark Describe(BenchmarkFiles files, SortedDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        var definition = files.Definition;
        if (files.CompleteProtocols.Count == 0)
            throw new DatasetException($"{definition.Id}: missing {string.Join(", ", files.Folder.Missing)}. Get the data first ('medhelm datasets fetch {definition.Id}'), or name other benchmarks.");
        DatasetVerifier.Require(files, files.Folder, files.Wanted, "Get it again, then export.", cancellationToken);
        var accepted = LicenceFile.Read(files.Folder, definition.Licence);
        if (accepted is null && definition.DataTier == DataTier.Gated)
            throw new DatasetException($"{definition.Id}: nobody has accepted its terms ({definition.Licence}); read them, then 'medhelm datasets accept {definition.Id}'.");
        var bundled = new SortedDictionary<string, BundledFile>(StringComparer.Ordinal);
        foreach (var wanted in files.Wanted)
            foreach (var source in files.Folder.Resolve(wanted.File))
            {
                var onDisk = File.Exists(source.Path) ? source.Path : source.Path + ".gz";
                var path = Path.GetRelativePath(files.Folder.Path, onDisk).Replace('\\', '/');
                if (bundled.ContainsKey(path))
                    continue;
                var file = Describe(path, onDisk);
                bundled[path] = file;
                sources[file.Sha256] = onDisk;
            }

        return new(
            definition.Id, definition.Version, definition.DefinitionSha256, definition.DataTier.ToString().ToLowerInvariant(), definition.Licence, accepted, [.. bundled.Values]);
    }

    private static BundledFile Describe(string path, string onDisk)
    {
        using var stream = File.OpenRead(onDisk);
        return new(path, Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }

    private static void Write(FileStream file, BundleManifest manifest, SortedDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        using (var entry = Open(zip, BundleManifest.Entry))
        {
            entry.Write(JsonSerializer.SerializeToUtf8Bytes(manifest, StoredJson.Options));
        }

        foreach (var (sha256, source) in sources)
        {
            using var content = File.OpenRead(source);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var entry = Open(zip, BundleManifest.Blobs + sha256);
            BoundedCopy.Run(content, entry, content.Length, hash, cancellationToken);
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
                throw new DatasetException($"{source} changed while it was exported. Export again when nobody writes there.");
        }
    }

    // Not compressed: compressors give other bytes from one processor and version to the next.
    private static Stream Open(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Epoch;
        entry.ExternalAttributes = 0;
        return entry.Open();
    }
}
