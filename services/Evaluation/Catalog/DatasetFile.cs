namespace MedHelm.Evaluation.Catalog;

/// <summary>An upstream file, relative to the benchmark's folder, with "/" between folders.</summary>
public sealed record DatasetFile(string Path, string? ExpectedSha256);
