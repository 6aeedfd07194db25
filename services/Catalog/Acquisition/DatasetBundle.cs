using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>A bundle that was opened and found in order; its contents are checked when they are taken out.</summary>
public sealed class DatasetBundle : IDisposable
{
    private const long Unsuspicious = 64L << 20;
    private const int MostRatio = 250;
    private const int LongestManifest = 64 << 20;

    private readonly FileStream file;
    private readonly ZipArchive zip;

    private DatasetBundle(string path, FileStream file, ZipArchive zip, BundleManifest manifest, IReadOnlyDictionary<string, BenchmarkFiles> files)
    {
        (Path, this.file, this.zip, Manifest, Files) = (path, file, zip, manifest, files);
    }

    public string Path { get; }

    public BundleManifest Manifest { get; }

    /// <summary>Where the data of each benchmark belongs, by id.</summary>
    public IReadOnlyDictionary<string, BenchmarkFiles> Files { get; }

    /// <exception cref="DatasetException">It is no bundle, is damaged, has something it should not, or has data of unknown benchmarks.</exception>
    public static DatasetBundle Open(string path, BenchmarkCatalog catalog, string root, ArchiveLimits limits)
    {
        FileStream? stream = null;
        ZipArchive? archive = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            archive = OpenZip(path, stream);
            var manifest = ReadManifest(archive);
            var files = BundleCheck.Run(manifest, id => catalog.Find(id) is null ? null : BenchmarkFiles.Of(catalog, id, root));
            CheckEntries(archive, manifest, limits);
            return new(path, stream, archive, manifest, files);
        }
        catch (Exception e)
        {
            archive?.Dispose();
            stream?.Dispose();
            throw e switch
            {
                InvalidDataException => new DatasetException($"{path} is not imported: {e.Message.TrimEnd('.')}. Export the bundle again.", e),
                IOException or UnauthorizedAccessException => new DatasetException($"{path} cannot be read: {e.Message}", e),
                _ => e,
            };
        }
    }

    public void Dispose()
    {
        zip.Dispose();
        file.Dispose();
    }

    /// <summary>Puts the files of a benchmark under a folder.</summary>
    internal void Extract(BundledBenchmark benchmark, string folder, CancellationToken cancellationToken)
    {
        foreach (var bundled in benchmark.Files)
        {
            var path = System.IO.Path.Combine([folder, .. bundled.Path.Split('/')]);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            try
            {
                Extract(bundled, path, cancellationToken);
            }
            catch (InvalidDataException e)
            {
                throw new DatasetException($"{Path} is not imported: {bundled.Path} of {benchmark.Id} {e.Message.TrimEnd('.')}. Export the bundle again.", e);
            }
        }
    }

    private void Extract(BundledFile bundled, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = zip.GetEntry(BundleManifest.Blobs + bundled.Sha256)!.Open();
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var size = BoundedCopy.Run(content, target, bundled.Size, hash, cancellationToken);
        if (size != bundled.Size)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"is not {bundled.Size} bytes long, as the manifest says"));
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sha256 != bundled.Sha256)
            throw new InvalidDataException($"has the SHA-256 {sha256}, but the manifest says {bundled.Sha256}");
        target.Flush(flushToDisk: true);
    }

    private static ZipArchive OpenZip(string path, FileStream stream)
    {
        ZipArchive? opened = null;
        try
        {
            opened = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            // Reads the list of entries, which else happens later.
            _ = opened.Entries.Count;
            return opened;
        }
        catch (InvalidDataException e)
        {
            opened?.Dispose();
            throw new DatasetException($"{path} is not a zip file, or is cut off. Name a bundle that 'medhelm datasets export' wrote.", e);
        }
    }

    private static BundleManifest ReadManifest(ZipArchive zip)
    {
        var entries = zip.Entries.Where(e => e.FullName == BundleManifest.Entry).ToList();
        if (entries.Count != 1 || entries[0].Length > LongestManifest)
            throw new InvalidDataException("it has no manifest.json, or an unusable one; it is no bundle of data sets");
        using var content = entries[0].Open();
        using var text = new MemoryStream();
        if (BoundedCopy.Run(content, text, entries[0].Length, null, CancellationToken.None) != entries[0].Length)
            throw new InvalidDataException("its manifest.json is not as long as it says");
        try
        {
            using var versioned = JsonDocument.Parse(text.ToArray());
            if (versioned.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("version", out var version)
                && version.TryGetInt32(out var number) && number > BundleManifest.CurrentVersion)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has version {number} of the format; this program knows {BundleManifest.CurrentVersion}, so a newer one is needed"));
            return versioned.Deserialize<BundleManifest>(StoredJson.Options) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"its manifest.json cannot be read ({e.Message})", e);
        }
    }

    private static void CheckEntries(ZipArchive zip, BundleManifest manifest, ArchiveLimits limits)
    {
        var sizes = manifest.Benchmarks.SelectMany(b => b.Files).DistinctBy(f => f.Sha256, StringComparer.Ordinal)
            .ToDictionary(f => BundleManifest.Blobs + f.Sha256, f => f.Size, StringComparer.Ordinal);
        if (manifest.Benchmarks.Sum(b => (long)b.Files.Count) > limits.MostEntries)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has more than {limits.MostEntries} files"));
        if (manifest.Benchmarks.SelectMany(b => b.Files).Aggregate(0.0, (sum, f) => sum + f.Size) > limits.MostBytes)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it would unpack to more than {limits.MostBytes} bytes"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(e => e.FullName != BundleManifest.Entry))
        {
            if (!sizes.TryGetValue(entry.FullName, out var size) || ArchiveReader.KindOf(entry) != ArchivedKind.File || !seen.Add(entry.FullName))
                throw new InvalidDataException($"it has an entry that its manifest does not name: \"{string.Concat(entry.FullName.Where(c => !char.IsControl(c)).Take(100))}\"");
            if (entry.Length != size || (size > Unsuspicious && size / MostRatio > entry.CompressedLength))
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{entry.FullName} unpacks to {entry.Length} bytes from {entry.CompressedLength}, but the manifest says {size}"));
        }

        if (sizes.Keys.FirstOrDefault(name => !seen.Contains(name)) is { } missing)
            throw new InvalidDataException($"{missing} is missing in it");
    }
}
