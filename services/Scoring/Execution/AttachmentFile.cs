namespace MedHelm.Scoring.Execution;

/// <summary>A file that was fetched, and how many are reading it.</summary>
internal sealed class AttachmentFile(string path, long size)
{
    internal string Path => path;

    internal long Size => size;

    internal int Readers { get; set; }

    /// <summary>Counted up with each use, so that the least recently used leaves first.</summary>
    internal long LastUse { get; set; }
}
