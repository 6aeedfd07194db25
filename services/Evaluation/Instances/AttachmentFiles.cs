using System.Collections.Concurrent;
using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Instances;

/// <summary>Where the files lie that metrics need, by digest.</summary>
internal sealed class AttachmentFiles(BenchmarkCatalog catalog, Settings settings)
{
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);

    public Attachment Remember(LoadedAttachment attachment)
    {
        paths[attachment.Sha256] = attachment.Path;
        return new Attachment { Name = attachment.Name, Sha256 = attachment.Sha256, Size = attachment.Size };
    }

    /// <summary>The bytes; null when no benchmark of the catalog has such a file.</summary>
    public Stream? Open(string sha256, CancellationToken cancel)
    {
        // Nothing is remembered over a restart, and a replica may be asked for what another has read.
        if (!paths.ContainsKey(sha256)) Look(cancel);
        return paths.TryGetValue(sha256, out var path) ? LoadedAttachment.Open(path) : null;
    }

    private void Look(CancellationToken cancel)
    {
        foreach (var definition in catalog.Benchmarks.Where(b => b.Dataset.Attachments.Count > 0))
            foreach (var choice in new[] { DatasetChoice.Sample, DatasetChoice.Full })
                foreach (var attachment in Find(definition, choice, cancel)) Remember(attachment);
    }

    private IReadOnlyList<LoadedAttachment> Find(BenchmarkDefinition definition, DatasetChoice choice, CancellationToken cancel)
    {
        try
        {
            return LoadedAttachment.Find(definition, DatasetFolder.Of(definition, choice, settings.Datasets), cancel);
        }
        catch (DatasetException)
        {
            // No sample, or a file that cannot be read: a run on it says so itself.
            return [];
        }
    }
}
