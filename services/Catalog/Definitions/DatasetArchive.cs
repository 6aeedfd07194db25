namespace MedHelm.Catalog.Definitions;

/// <summary>An upstream archive (.tar.gz or .zip) whose files under the folder are the ones that patterns name.</summary>
public sealed record DatasetArchive(string Url, string Folder, string? ExpectedSha256);
