namespace MedHelm.Catalog.Acquisition;

/// <summary>Files that are written beside their place and moved there when they are whole.</summary>
internal static class Draft
{
    public static string PathFor(string target) => $"{target}.{Environment.ProcessId}.tmp";

    /// <summary>Takes away what was not moved. Never throws: it would hide why the draft was not finished.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next draft of this process replaces it.
        }
    }
}
