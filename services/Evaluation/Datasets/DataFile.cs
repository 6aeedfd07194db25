using MedHelm.Evaluation.Catalog;

namespace MedHelm.Evaluation.Datasets;

/// <summary>A file to read: full path, where its rows are, and the hash it must have, if any.</summary>
internal sealed record DataFile(string Path, RowLayout Layout, string? ExpectedSha256);
