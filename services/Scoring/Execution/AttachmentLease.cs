namespace MedHelm.Scoring.Execution;

/// <summary>A file that stays as long as this is not disposed.</summary>
internal sealed class AttachmentLease(string path, Action release) : IDisposable
{
    internal string Path => path;

    public void Dispose() => release();
}
