namespace MedHelm.Catalog.Definitions;

/// <summary>Finds what a suite names.</summary>
/// <param name="Benchmark">Under protocol corrected; null when there is none.</param>
/// <param name="Jury">Null when there is none.</param>
internal sealed record SuiteReferences(Func<string, BenchmarkDefinition?> Benchmark, Func<string, DefinedJury?> Jury);
