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

    /// <exception cref="IOException">Another process holds it, or it cannot be written to; the message says which.</exception>
    public static DataFolder Open(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolder(folder, new FileStream(System.IO.Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new IOException($"The data folder '{folder}' is in use by another MedHelm process; stop that one, or choose another folder with --data.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data folder '{folder}' cannot be written to: {e.Message} Make it writable, or choose another folder with --data.", e);
        }
    }

    // EAGAIN of Linux and macOS, the sharing and lock violations of Windows: what the runtime reports of a file held elsewhere.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    public void Dispose() => held.Dispose();
}
