namespace MedHelm.Reporting.Storage;

/// <summary>A model on a benchmark.</summary>
internal readonly record struct CellKey(string Benchmark, string Candidate);
