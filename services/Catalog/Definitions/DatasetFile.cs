namespace MedHelm.Catalog.Definitions;

/// <summary>
/// A file of rows, or with "*" in the last part of its path all such files of a folder. Paths are relative to the
/// benchmark's folder, with "/" between folders.
/// </summary>
public sealed record DatasetFile(string Path, string? Url, string? ExpectedSha256)
{
    /// <summary>With "*": only the first so many by name; 0 means all.</summary>
    public int Most { get; init; }

    /// <summary>Sub-run its instances belong to; empty when the benchmark has none.</summary>
    public string Subset { get; init; } = "";

    /// <summary>Texts for templates, by name.</summary>
    public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool IsPattern => Path.Contains('*', StringComparison.Ordinal);
}
