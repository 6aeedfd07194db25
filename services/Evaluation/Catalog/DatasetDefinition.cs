namespace MedHelm.Evaluation.Catalog;

/// <summary>The data of a benchmark: upstream files in reading order, and the bundled sample, null when it has none.</summary>
public sealed record DatasetDefinition(IReadOnlyList<DatasetFile> Files, RowLayout Layout, DatasetSample? Sample);
