using System.IO.Enumeration;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Acquisition;

/// <summary>A file or pattern that some protocol of a benchmark needs, and the archive it comes in where it has no address of its own.</summary>
public sealed record WantedFile(DatasetFile File, DatasetArchive? Archive)
{
    private const string Zipped = ".gz";

    /// <summary>Where it can be downloaded by itself; null for patterns and files of archives.</summary>
    public Uri? Address => File is { IsPattern: false, Url: { } url } ? new Uri(url) : null;

    /// <summary>Folder part of the path with "/" behind it, or nothing.</summary>
    internal string Folder => File.Path[..(File.Path.LastIndexOf('/') + 1)];

    internal string Name => File.Path[(File.Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a path inside the benchmark's folder is this file, one of this pattern, or such a file compressed.</summary>
    internal bool Covers(string path) =>
        Matches(path) || (path.EndsWith(Zipped, StringComparison.Ordinal) && Matches(path[..^Zipped.Length]));

    internal bool Matches(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) && MatchesName(path[Folder.Length..]);

    internal bool MatchesName(string name) =>
        !name.Contains('/', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(Name, name, ignoreCase: false);
}
