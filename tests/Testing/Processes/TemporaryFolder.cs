namespace MedHelm.Testing.Processes;

/// <summary>A folder of its own, gone when disposed or when the test process ends in whatever way.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFolder Create(string purpose)
    {
        var folder = new TemporaryFolder(Directory.CreateTempSubdirectory($"medhelm-{purpose}-").FullName);
        Reaper.Shared.Watch(folder);
        return folder;
    }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (IOException)
        {
            // A process that is just dying may still write; the reaper deletes the rest.
            return;
        }
        Reaper.Shared.Forget(this);
    }
}
