namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>A file by its path, held open; a temporary one goes when this is disposed.</summary>
internal sealed class LocalFile(string path, FileStream held) : IDisposable
{
    public string Path => path;

    public void Dispose() => held.Dispose();
}
