using System.Text.Json;

namespace MedHelm.Catalog.Acquisition;

/// <summary>
/// Replaces a folder by a new one in a way that can be finished or undone after a kill at any moment. The folder is the
/// old one, absent for a moment, then the new one; it is never a mixture that looks complete.
/// </summary>
internal static class FolderSwap
{
    public const string New = "new";
    private const string Old = "old";
    private const string Kept = "kept.json";

    /// <param name="work">Has the new folder as "new".</param>
    /// <param name="target">Folder to replace; need not exist.</param>
    /// <param name="kept">Paths in it that go over into the new one.</param>
    public static void Run(string work, string target, IReadOnlyList<string> kept)
    {
        WholeFile.Write(Path.Combine(work, Kept), JsonSerializer.SerializeToUtf8Bytes(kept));
        if (Directory.Exists(target))
            Directory.Move(target, Path.Combine(work, Old));
        else
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            Directory.Move(Path.Combine(work, New), target);
        }
        catch when (Directory.Exists(Path.Combine(work, Old)))
        {
            Directory.Move(Path.Combine(work, Old), target);
            throw;
        }

        Finish(work, target);
    }

    /// <summary>Finishes or undoes what was interrupted. <paramref name="works"/> has a folder for each target, of its name.</summary>
    public static void Recover(string works, string parent)
    {
        if (!Directory.Exists(works))
            return;
        foreach (var work in Directory.GetDirectories(works))
        {
            var target = Path.Combine(parent, Path.GetFileName(work));
            if (Directory.Exists(Path.Combine(work, Old)) && !Directory.Exists(target))
                Directory.Move(Path.Combine(work, Old), target);
            Finish(work, target);
        }
    }

    /// <summary>Paths of all files in a folder, with "/" between parts. A link is one, whatever it leads to.</summary>
    public static IReadOnlyList<string> Leaves(string folder) =>
        Directory.Exists(folder) ? [.. Below(new DirectoryInfo(folder), "").Order(StringComparer.Ordinal)] : [];

    private static void Finish(string work, string target)
    {
        var old = Path.Combine(work, Old);
        if (Directory.Exists(old))
        {
            foreach (var path in JsonSerializer.Deserialize<List<string>>(File.ReadAllBytes(Path.Combine(work, Kept)))!)
                Move(Path.Combine(old, path), Path.Combine(target, path));
            // Before the list of what to keep, so that a kill here leaves both or only the list.
            Directory.Delete(old, recursive: true);
        }

        Directory.Delete(work, recursive: true);
    }

    private static void Move(string from, string to)
    {
        // An earlier attempt may have moved it.
        if ((!File.Exists(from) && !Directory.Exists(from) && new FileInfo(from).LinkTarget is null) || File.Exists(to) || Directory.Exists(to))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }

    private static IEnumerable<string> Below(DirectoryInfo folder, string prefix) =>
        folder.EnumerateFileSystemInfos().SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } inner
            ? Below(inner, $"{prefix}{entry.Name}/")
            : [prefix + entry.Name]);
}
