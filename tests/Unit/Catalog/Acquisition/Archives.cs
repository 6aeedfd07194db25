using System.Formats.Tar;
using System.IO.Compression;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

/// <summary>Archives as a test needs them, honest or not.</summary>
internal static class Archives
{
    public static byte[] Tar(params IEnumerable<(string Name, byte[] Content)> files) =>
        Tar([.. files.Select(f => new PaxTarEntry(TarEntryType.RegularFile, f.Name) { DataStream = new MemoryStream(f.Content) })]);

    public static byte[] Tar(params IEnumerable<TarEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            tar.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string>(StringComparer.Ordinal) { ["comment"] = "a commit" }));
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> files) => Zip(0, files);

    public static byte[] Zip(int attributes, params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
