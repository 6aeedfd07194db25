using System.Globalization;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Datasets.Formats;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Takes the wanted files out of an archive that may be hostile.</summary>
internal static class ArchiveUnpacker
{
    private const int BufferSize = 1 << 17;

    /// <summary>
    /// Throws <see cref="BadArchiveException"/> for an archive that is damaged or holds what no honest one does, and
    /// <see cref="DatasetException"/> for what has to do with this machine.
    /// </summary>
    public static void Unpack(string archive, string shown, ArchiveSelection selection, string into, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            Unpack(ArchiveReader.Read(file), file.Length, selection, into, limits, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or RowFormatException)
        {
            throw new BadArchiveException($"{shown} is not unpacked: {e.Message.TrimEnd('.')}. Nothing of it was put into place; tell those who publish it.", e);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new BadArchiveException($"{shown} is damaged or cut off. Run the same command again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{shown} cannot be unpacked: {e.Message} Make room or give the right to write there, then run the same command again.", e);
        }
    }

    private static void Unpack(
        IEnumerable<ArchivedFile> entries, long packed, ArchiveSelection selection, string into, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var count = 0;
        var total = 0L;
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count > limits.MostEntries)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has more than {limits.MostEntries} entries"));
            if (entry.Kind == ArchivedKind.Remark)
                continue;
            var name = SafeName(entry.Name);
            if (entry.Length < 0 || entry.Length > limits.MostBytes - total || InflatedStream.IsBomb(total += entry.Length, packed))
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it would unpack to more than {limits.MostBytes} bytes, or to more than a thousand times its size"));
            if (entry.Kind == ArchivedKind.Special && selection.IsInside(name))
                throw new InvalidDataException($"\"{name}\" in it is a link or a device");
            if (entry.Kind == ArchivedKind.File && selection.PlaceOf(name) is { } place)
                Write(entry, Path.Combine([into, .. place.Split('/')]), cancellationToken);
        }
    }

    private static string SafeName(string name)
    {
        var parts = name.Split('/');
        if (name.Length == 0 || name[0] == '/' || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl)
            || parts.Contains("..", StringComparer.Ordinal) || parts[0].EndsWith(':'))
            throw new InvalidDataException($"\"{string.Concat(name.Select(c => char.IsControl(c) ? '?' : c))}\" in it would lie outside its folder, or is no plain name");
        return string.Join('/', parts.Where(p => p is not "."));
    }

    private static void Write(ArchivedFile entry, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            throw new InvalidDataException($"\"{entry.Name}\" is in it twice");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var content = entry.Open();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (BoundedCopy.Run(content, file, entry.Length, null, cancellationToken) != entry.Length)
            throw new InvalidDataException($"\"{entry.Name}\" in it is not as long as it says");
    }
}
