using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Instances;

/// <summary>The files that metrics need, by digest.</summary>
internal sealed class AttachmentFiles(AttachmentStore store, BenchmarkCatalog catalog, Settings settings)
{
    public async Task<IReadOnlyList<Attachment>> RememberAsync(IReadOnlyList<LoadedAttachment> attachments, CancellationToken cancel)
    {
        await store.AddAsync([.. attachments.Select(a => (a.Sha256, a.Path))], cancel);
        return [.. attachments.Select(a => new Attachment { Name = a.Name, Sha256 = a.Sha256, Size = a.Size })];
    }

    /// <summary>The bytes; null when no benchmark of the catalog has such a file.</summary>
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancel)
    {
        if (await store.FindAsync(sha256, cancel) is { } known && TryOpen(known) is { } file) return file;
        // It was moved, or no run has read it: whoever scores posted answers asks for it all the same.
        await RememberAsync(Everything(cancel), cancel);
        return await store.FindAsync(sha256, cancel) is { } found ? TryOpen(found) : null;
    }

    private static Stream? TryOpen(string path)
    {
        try
        {
            return LoadedAttachment.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private List<LoadedAttachment> Everything(CancellationToken cancel) =>
    [
        .. from benchmark in catalog.Benchmarks
           from protocol in Protocols.All
           let definition = catalog.Find(benchmark.Id, protocol)!
           where definition.Dataset.Attachments.Count > 0
           from choice in new[] { DatasetChoice.Sample, DatasetChoice.Full }
           from attachment in Find(definition, choice, cancel)
           select attachment,
    ];

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
