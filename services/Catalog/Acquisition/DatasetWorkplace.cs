using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>
/// Where new data of one benchmark is put together: beside its folder, in ".medhelm", so that it can be renamed into place
/// and no pattern ever finds it. Nobody else writes while this is held.
/// </summary>
internal sealed class DatasetWorkplace : IDisposable
{
    private readonly string home;
    private readonly WriteLock? held;

    private DatasetWorkplace(string target, string home, WriteLock? held)
    {
        (Target, this.home, this.held) = (target, home, held);
        Staged = Path.Combine(home, "staging", Path.GetFileName(target), FolderSwap.New);
    }

    /// <summary>Folder of the benchmark; links resolved, so that renaming stays within one file system.</summary>
    public string Target { get; }

    /// <summary>Folder of what is to be put into place.</summary>
    public string Staged { get; }

    /// <summary>Takes the dataset folders of all these benchmarks, and clears up what a killed command left there.</summary>
    public static IReadOnlyList<DatasetWorkplace> Open(IReadOnlyList<DatasetFolder> folders)
    {
        var opened = new List<DatasetWorkplace>();
        try
        {
            foreach (var folder in folders)
            {
                var target = Resolved(folder.Path);
                var parent = Path.GetDirectoryName(target)!;
                var place = Path.Combine(parent, ".medhelm");
                var first = !opened.Exists(o => o.home == place);
                opened.Add(new(target, place, first ? WriteLock.Take(place) : null));
                if (first)
                    FolderSwap.Recover(Path.Combine(place, "staging"), parent);
            }

            return opened;
        }
        catch (Exception e)
        {
            opened.ForEach(o => o.Dispose());
            if (e is IOException or UnauthorizedAccessException)
                throw new DatasetException($"What an interrupted command left cannot be cleared up: {e.Message}", e);
            throw;
        }
    }

    /// <summary>An empty folder to put data together in.</summary>
    public string Stage()
    {
        if (Directory.Exists(Staged))
            Directory.Delete(Staged, recursive: true);
        Directory.CreateDirectory(Staged);
        return Staged;
    }

    /// <summary>Which files of the benchmark's folder stay; throws where one would be lost that is not known to be wrong.</summary>
    public IReadOnlyList<string> Plan(BenchmarkFiles files) => Superseded.Plan(files, Staged, Target);

    /// <summary>Puts what is staged into place, all at once.</summary>
    public void Commit(IReadOnlyList<string> kept) => FolderSwap.Run(Path.GetDirectoryName(Staged)!, Target, kept);

    /// <summary>Where a download is kept until it is whole.</summary>
    public string PartPath(string name) => Path.Combine([home, "parts", Path.GetFileName(Target), .. (name + ".part").Split('/')]);

    /// <summary>Takes away what is staged and not put into place.</summary>
    public void Abandon()
    {
        DeleteFolder(Staged);
        // With an old folder still in it, the next command has something to finish.
        if (Path.GetDirectoryName(Staged) is { } work && Directory.Exists(work) && !Directory.EnumerateFileSystemEntries(work).Any())
            Directory.Delete(work);
    }

    /// <summary>Takes away downloads.</summary>
    public void ForgetParts() => DeleteFolder(Path.Combine(home, "parts", Path.GetFileName(Target)));

    public void Dispose() => held?.Dispose();

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static string Resolved(string path) =>
        new DirectoryInfo(path) is { Exists: true, LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
}
