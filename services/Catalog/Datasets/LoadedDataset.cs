namespace MedHelm.Catalog.Datasets;

/// <summary>
/// Every instance of a dataset in file order, ids unique.
/// </summary>
/// <param name="Instances">At least one.</param>
/// <param name="Sha256">
/// Lower-case hex. One file: the SHA-256 of its bytes. Several: the SHA-256 over the files' digests in order, each as a
/// line of lower-case hex ending in a line feed.
/// </param>
/// <param name="Skipped">Blank rows, and rows left out by the benchmark's stated rules, by reason.</param>
/// <param name="Attachments">Files that metrics need.</param>
public sealed record LoadedDataset(
    IReadOnlyList<DatasetInstance> Instances, string Sha256, IReadOnlyList<SkippedRows> Skipped, IReadOnlyList<LoadedAttachment> Attachments)
{
    public int SkippedCount => Skipped.Sum(s => s.Count);
}
