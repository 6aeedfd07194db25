using System.Text;
using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Datasets.Joins;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets;

/// <summary>Reads the instances of benchmarks from their files.</summary>
public static class DatasetReader
{
    /// <summary>
    /// Reads every instance. Throws <see cref="DatasetException"/> at the first thing that cannot be used; no row is dropped
    /// but those that the result names as skipped.
    /// </summary>
    public static LoadedDataset Read(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancellationToken = default)
    {
        if (folder.Missing is { Count: > 0 } missing)
            throw new DatasetException($"{definition.Id}: missing {string.Join(", ", missing)}. {HowToGet(definition, folder)}");
        var hashes = DatasetHashes.Check(definition, folder, cancellationToken);
        var dataset = definition.Dataset;
        var texts = dataset.Texts.ToDictionary(t => t.Name, object? (t) => ReadText(definition, folder, t), StringComparer.Ordinal);
        var instances = new InstanceCollector(definition);
        var joins = new RowJoiner(definition, folder, why => instances.Skip("it breaks the format", why), cancellationToken);
        // Format "lines" reads all its files side by side; the others one after the other.
        var groups = dataset.Layout.Format == DatasetFormat.Lines
            ? [(dataset.Files[0], dataset.Files.SelectMany(folder.Resolve).ToList())]
            : dataset.Files.SelectMany(file => folder.Resolve(file).Select(source => (file, new List<SourceFile> { source }))).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            var (file, sources) = groups[i];
            var mapper = new InstanceMapper(definition, file, sources[0].Path, i, texts);
            Guarded(definition, sources[0].Path, () =>
            {
                foreach (var row in RowFiles.Read(sources, dataset.Layout, why => instances.Skip("it breaks the format", $"{sources[0].Name}: {why}")))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (var joined in joins.Join(row, why => instances.Skip(why, $"{sources[0].Path}, {row.Where}")))
                        mapper.Map(joined, instances);
                }

                return true;
            });
        }

        instances.Finish();
        if (instances.Instances.Count == 0)
            throw new DatasetException($"{definition.Id}: {groups.FirstOrDefault().Item2?[0].Path ?? folder.Path} gives no instance ({instances.SkippedRows} rows skipped). Compare the file with its upstream format.");
        return new(instances.Instances, hashes.DatasetSha256, instances.Skipped, hashes.Attachments);
    }

    private static string HowToGet(BenchmarkDefinition definition, DatasetFolder folder) => folder.IsSample
        ? "The sample is incomplete; mend the catalog."
        : folder.Path.StartsWith('(')
            ? $"No dataset folder is configured; name one, put the files of {definition.Source} into its {definition.Id}/, or run on the sample."
            : $"Get the files from {definition.Source}, or run on the sample.";

    private static string ReadText(BenchmarkDefinition definition, DatasetFolder folder, NamedFile text)
    {
        var file = new SourceFile(folder.FullPath(text.Path));
        return Guarded(definition, file.Path, () =>
        {
            using var reader = new StreamReader(file.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        });
    }

    internal static T Guarded<T>(BenchmarkDefinition definition, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RowFormatException e)
        {
            throw new DatasetException($"{definition.Id}: {path}: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new DatasetException($"{definition.Id}: {path}: it is not UTF-8 text; convert it to UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{definition.Id}: {path} cannot be read: {e.Message}", e);
        }
    }
}
