namespace MedHelm.Catalog.Acquisition;

/// <summary>One entry of an archive.</summary>
/// <param name="Name">As the archive has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">As the archive declares it.</param>
/// <param name="Open">Its content; to be read before the next entry.</param>
internal sealed record ArchivedFile(string Name, ArchivedKind Kind, long Length, Func<Stream> Open);
