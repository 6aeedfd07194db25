namespace MedHelm.Catalog.Imports;

/// <summary>
/// A catalog folder in the making, beside the one it goes into. All of its files are moved there, or none; nothing is overwritten.
/// </summary>
internal sealed class StagedImport : IDisposable
{
    private readonly string into;
    private readonly string id;
    private readonly List<(string From, string To)> parts = [];
    private readonly Stack<string> made = [];

    /// <summary>Throws <see cref="IOException"/> when something is in the way.</summary>
    public StagedImport(string into, string id)
    {
        this.into = into;
        this.id = id;
        Folder = Path.Combine(into, $".import-{id}");
        if (Directory.Exists(Folder))
            throw new IOException($"{Folder} exists: another import of {id} is under way, or was interrupted. Delete it when there is none.");
        Make(into);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Laid out as a catalog folder.</summary>
    public string Folder { get; }

    /// <summary>A definition or suite. They appear in the order in which they are added.</summary>
    public string Yaml(string kind, string text)
    {
        var target = Add(kind, $"{id}.yaml");
        File.WriteAllText(parts[^1].From, text);
        return target;
    }

    /// <summary>A file of the benchmark's data, byte for byte.</summary>
    public string Data(string source)
    {
        var target = Add("datasets", id);
        Directory.CreateDirectory(parts[^1].From);
        var name = Path.GetFileName(source);
        File.Copy(source, Path.Combine(parts[^1].From, name));
        return Path.Combine(target, name);
    }

    /// <summary>Throws <see cref="IOException"/> when something is in the way; then nothing has changed.</summary>
    public void Move()
    {
        if (parts.Select(p => p.To).Where(Path.Exists).ToList() is { Count: > 0 } there)
            throw new IOException($"{string.Join(" and ", there)} exist{(there.Count == 1 ? "s" : "")} already; nothing was imported. Choose another --id, or move what is there away.");
        var moved = new Stack<(string From, string To)>();
        try
        {
            foreach (var part in parts)
            {
                Make(Path.GetDirectoryName(part.To)!);
                MovePart(part.From, part.To);
                moved.Push(part);
            }
        }
        catch
        {
            foreach (var (from, to) in moved)
                MovePart(to, from);
            throw;
        }
    }

    /// <summary>Leaves nothing behind but what was moved.</summary>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (var folder in made.Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(folder);
    }

    private void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        made.Push(folder);
    }

    private string Add(string kind, string name)
    {
        var target = Path.Combine(into, kind, name);
        var from = Path.Combine(Folder, kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(from)!);
        parts.Add((from, target));
        return target;
    }

    private static void MovePart(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to, overwrite: false);
    }
}
