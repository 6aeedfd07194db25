namespace MedHelm.Catalog.Imports;

/// <summary>What an import wrote.</summary>
/// <param name="Id">Of the new benchmark.</param>
/// <param name="BenchmarkFile">Full path of its definition.</param>
/// <param name="Files">Full paths of everything written, the definition first.</param>
/// <param name="Warnings">What is not as the config says, for people.</param>
public sealed record HelmImportResult(string Id, string BenchmarkFile, IReadOnlyList<string> Files, IReadOnlyList<string> Warnings);
