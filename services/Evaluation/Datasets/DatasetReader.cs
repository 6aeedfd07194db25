using System.Security.Cryptography;
using System.Text;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets.Formats;

namespace MedHelm.Evaluation.Datasets;

/// <summary>Reads the instances of benchmarks from their files.</summary>
public static class DatasetReader
{
    /// <summary>
    /// Reads the bundled sample, or the upstream files under "datasetRoot/benchmark id/". An unstated choice means the
    /// upstream files. Throws <see cref="DatasetException"/> at the first thing that cannot be used; no row is dropped
    /// but those counted as skipped.
    /// </summary>
    public static LoadedDataset Read(
        BenchmarkDefinition definition, DatasetChoice choice, string? datasetRoot, CancellationToken cancellationToken = default)
    {
        var files = Files(definition, choice, datasetRoot);
        if (files.Count == 0)
            throw new DatasetException($"{definition.Id}: has no bundled sample; run it on its full data.");
        if (files.Where(f => !File.Exists(f.Path)).Select(f => f.Path).ToList() is { Count: > 0 } missing)
            throw new DatasetException($"{definition.Id}: missing {string.Join(", ", missing)}. {HowToGet(definition, datasetRoot)}");
        var sha256 = Hash(definition, files, cancellationToken);
        var rows = new Collector(definition);
        for (var i = 0; i < files.Count; i++)
            ReadFile(definition, files[i], i, rows, cancellationToken);
        if (rows.Instances.Count == 0)
            throw new DatasetException($"{definition.Id}: {files[0].Path} gives no instance ({rows.Skipped} rows skipped). Compare the file with its upstream format.");
        return new(rows.Instances, sha256, rows.Skipped);
    }

    /// <summary>Full paths of the files that are not there; looks only at their existence.</summary>
    public static IReadOnlyList<string> MissingFiles(BenchmarkDefinition definition, DatasetChoice choice, string? datasetRoot) =>
        [.. Files(definition, choice, datasetRoot).Select(f => f.Path).Where(path => !File.Exists(path))];

    internal static IReadOnlyList<DataFile> Files(BenchmarkDefinition definition, DatasetChoice choice, string? datasetRoot)
    {
        var dataset = definition.Dataset;
        if (choice == DatasetChoice.Sample)
            return dataset.Sample is { } sample ? [new(sample.Path, sample.Layout, null)] : [];
        // Without a folder the paths stay relative to one that does not exist, so that messages still name them.
        var folder = Path.Combine(datasetRoot is null ? "(no dataset folder)" : Path.GetFullPath(datasetRoot), definition.Id);
        return [.. dataset.Files.Select(f => new DataFile(Path.Combine(folder, Path.Combine(f.Path.Split('/'))), dataset.Layout, f.ExpectedSha256))];
    }

    private static string HowToGet(BenchmarkDefinition definition, string? datasetRoot) => datasetRoot is null
        ? $"No dataset folder is configured; name one, put the files of {definition.Source} into its {definition.Id}/, or run on the sample."
        : $"Get the files from {definition.Source}, or run on the sample.";

    private static string Hash(BenchmarkDefinition definition, IReadOnlyList<DataFile> files, CancellationToken cancellationToken)
    {
        var digests = new StringBuilder();
        var last = "";
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            last = Guarded(definition, file, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));
            if (file.ExpectedSha256 is { } expected && !string.Equals(expected, last, StringComparison.Ordinal))
                throw new DatasetException(
                    $"{definition.Id}: {file.Path} is not the file the benchmark is defined on: its SHA-256 is {last}, expected {expected}. Get it again from {definition.Source}.");
            digests.Append(last).Append('\n');
        }

        return files.Count == 1 ? last : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(digests.ToString())));
    }

    private static void ReadFile(BenchmarkDefinition definition, DataFile file, int index, Collector rows, CancellationToken cancellationToken) =>
        Guarded(definition, file, stream =>
        {
            var mapper = new InstanceMapper(definition, file.Path, index);
            foreach (var row in RowFiles.Read(stream, file.Layout))
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(mapper.Map(row), file, row);
            }

            return rows;
        });

    private static T Guarded<T>(BenchmarkDefinition definition, DataFile file, Func<Stream, T> read)
    {
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return read(stream);
        }
        catch (RowFormatException e)
        {
            throw new DatasetException($"{definition.Id}: {file.Path}: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new DatasetException($"{definition.Id}: {file.Path}: it is not UTF-8 text; convert it to UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{definition.Id}: {file.Path} cannot be read: {e.Message}", e);
        }
    }

    private sealed class Collector(BenchmarkDefinition definition)
    {
        private readonly Dictionary<string, (DataFile File, string Where)> seen = new(StringComparer.Ordinal);

        public List<DatasetInstance> Instances { get; } = [];

        public int Skipped { get; private set; }

        public void Add(DatasetInstance? instance, DataFile file, Row row)
        {
            if (instance is null)
            {
                Skipped++;
                return;
            }

            if (!seen.TryAdd(instance.Id, (file, row.Where)))
            {
                var first = seen[instance.Id];
                throw new DatasetException(
                    $"{definition.Id}: {file.Path}, {row.Where}: id \"{instance.Id}\" was already used in {first.File.Path}, {first.Where}. Repair the file, or choose a mapping.id that is unique.");
            }

            Instances.Add(instance);
        }
    }
}
