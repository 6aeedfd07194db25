using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>Finds the files that a config names, from its own folder on. A config that came from elsewhere must not pull in other files of this machine.</summary>
internal sealed class ConfigFolder(string config, bool allowOutside)
{
    private readonly string root = Path.GetDirectoryName(Path.GetFullPath(config))!;

    /// <summary>Full path; empty with a problem when there is no such file or it may not be read.</summary>
    public string Resolve(YamlMap map, string key)
    {
        if (map.Text(key) is not { Length: > 0 } text)
            return "";
        var path = Path.GetFullPath(text, root);
        if (!allowOutside && !IsInside(path))
            map.Problem(key, $"is \"{text}\", which lies outside the config's folder; copy the file there, or allow this with --allow-outside.");
        else if (!File.Exists(path))
            map.Problem(key, $"names {path}, which does not exist. Paths start at the config's folder, where HELM takes the current directory.");
        else
            return path;
        return "";
    }

    private bool IsInside(string path)
    {
        try
        {
            var relative = Path.GetRelativePath(WithoutLinks(root), WithoutLinks(path));
            return !Path.IsPathRooted(relative) && relative.Split('/', '\\')[0] != "..";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A link inside the folder may lead out of it.
    private static string WithoutLinks(string path)
    {
        var at = Path.GetPathRoot(path)!;
        foreach (var part in path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            // Asked of what does not exist, the link's target would be an error.
            if (new DirectoryInfo(at) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                at = WithoutLinks(target.FullName);
        }

        return at;
    }
}
