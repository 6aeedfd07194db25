namespace MedHelm.Catalog.Acquisition;

/// <summary>Which entries of an archive are wanted, and where they belong.</summary>
/// <param name="folder">Folder inside the archive, with "/" between parts.</param>
/// <param name="wanted">What to look for in it.</param>
internal sealed class ArchiveSelection(string folder, IReadOnlyList<WantedFile> wanted)
{
    private readonly string prefix = folder + "/";

    public bool IsInside(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Path inside the benchmark's folder; null for what is not wanted.</summary>
    public string? PlaceOf(string name)
    {
        if (!IsInside(name))
            return null;
        var rest = name[prefix.Length..];
        foreach (var file in wanted)
        {
            if (file.Matches(rest))
                return rest;
            // The folder may stand for the benchmark's own, or for the one that the pattern names.
            if (file.Folder.Length > 0 && ("/" + prefix).EndsWith("/" + file.Folder, StringComparison.Ordinal) && file.MatchesName(rest))
                return file.Folder + rest;
        }

        return null;
    }
}
