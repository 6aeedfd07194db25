namespace MedHelm.Benchmarks.Overlap;

/// <summary>What rouge_score took, and its values: one row a pair, in the order of the metrics.</summary>
internal sealed record PythonResult(double Seconds, double[][] Values);
