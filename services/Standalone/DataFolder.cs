namespace MedHelm.Standalone;

/// <summary>The folder of everything that is kept, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    /// <exception cref="IOException">Another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        var folder = Directory.CreateDirectory(path).FullName;
        try
        {
            return new DataFolder(folder, new FileStream(System.IO.Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new IOException($"The data folder '{folder}' is in use by another MedHelm process; stop that one, or choose another folder with --data.", e);
        }
    }

    public void Dispose() => held.Dispose();
}
