namespace MedHelm.Evaluation.Catalog;

/// <summary>The synthetic sample that comes with a benchmark: full path, and where its rows are.</summary>
public sealed record DatasetSample(string Path, RowLayout Layout);
