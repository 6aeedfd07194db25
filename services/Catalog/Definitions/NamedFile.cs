namespace MedHelm.Catalog.Definitions;

/// <summary>A file besides the rows: a text for templates, or an attachment for metrics.</summary>
public sealed record NamedFile(string Name, string Path, string? Url, string? ExpectedSha256);
