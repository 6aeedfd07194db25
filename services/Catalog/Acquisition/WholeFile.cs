namespace MedHelm.Catalog.Acquisition;

/// <summary>Small files that a reader sees as they were or as they are to be, never a part.</summary>
internal static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Beside the target: a rename is atomic only within one file system.
        var draft = Draft.PathFor(path);
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            Draft.Discard(draft);
        }
    }
}
