using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>One writer at a time for a dataset folder. Ends with the process, however that ends.</summary>
internal sealed class WriteLock : IDisposable
{
    private readonly FileStream held;

    private WriteLock(FileStream held) => this.held = held;

    /// <exception cref="DatasetException">Somebody else is writing, or the folder cannot be written to.</exception>
    public static WriteLock Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }

        try
        {
            // Never deleted: whoever deletes it could take away the one that somebody else has just locked.
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unwritable(folder, e);
        }
        catch (IOException e)
        {
            throw new DatasetException($"Another 'medhelm datasets' command is writing to {Path.GetDirectoryName(folder)}; wait until it is done ({path} is locked).", e);
        }
    }

    public void Dispose() => held.Dispose();

    private static DatasetException Unwritable(string folder, Exception e) =>
        new($"{folder} cannot be written: {e.Message} Give the account that runs this the right to write there.", e);
}
