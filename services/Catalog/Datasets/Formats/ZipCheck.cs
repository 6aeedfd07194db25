using System.IO.Compression;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Refuses Office files that would unpack to more than any document has.</summary>
internal static class ZipCheck
{
    private const long Most = 2L << 30;

    /// <summary>
    /// Goes by the sizes that the archive declares: the runtime's decompressor stops at them. Leaves the stream at its start.
    /// </summary>
    public static void Run(Stream stream)
    {
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            var total = 0L;
            foreach (var entry in zip.Entries)
            {
                total += entry.Length;
                if (total is < 0 or > Most || InflatedStream.IsBomb(total, stream.Length))
                    throw new RowFormatException("it would unpack to more than 2 GiB, or to more than a thousand times its size; that is no document. Get it again.");
            }
        }

        stream.Position = 0;
    }
}
