using System.Formats.Tar;
using System.IO.Compression;
using MedHelm.Catalog.Datasets.Formats;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Reads .tar.gz and .zip files entry by entry. Which of the two it is, the first bytes say.</summary>
internal static class ArchiveReader
{
    private const int LinkTypeBits = 0xF000;
    private const int PlainFile = 0x8000;
    private const int Folder = 0x4000;

    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    public static IEnumerable<ArchivedFile> Read(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (read == 2 && start is [0x1f, 0x8b])
            return Tar(file);
        return read == 2 && start is [(byte)'P', (byte)'K'] ? Zip(file) : throw new InvalidDataException("it is neither a .tar.gz nor a .zip file");
    }

    public static ArchivedKind KindOf(ZipArchiveEntry entry) => (entry.ExternalAttributes >> 16 & LinkTypeBits) switch
    {
        0 or PlainFile => entry.FullName.EndsWith('/') ? ArchivedKind.Folder : ArchivedKind.File,
        Folder => ArchivedKind.Folder,
        _ => ArchivedKind.Special,
    };

    private static IEnumerable<ArchivedFile> Zip(FileStream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
            yield return new(entry.FullName, KindOf(entry), entry.Length, entry.Open);
    }

    private static IEnumerable<ArchivedFile> Tar(FileStream file)
    {
        using var inflated = new InflatedStream(file);
        using var tar = new TarReader(inflated, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
            yield return new(entry.Name, KindOf(entry), entry.Length, () => entry.DataStream ?? Stream.Null);
    }

    private static ArchivedKind KindOf(TarEntry entry) => entry.EntryType switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => ArchivedKind.File,
        TarEntryType.Directory or TarEntryType.DirectoryList => ArchivedKind.Folder,
        TarEntryType.GlobalExtendedAttributes => ArchivedKind.Remark,
        _ => ArchivedKind.Special,
    };
}
