namespace MedHelm.Benchmarks.Direct;

/// <summary>What one load generator saw.</summary>
/// <param name="PerSecond">Calls answered in a second.</param>
/// <param name="P50Us">Half of the calls took at most so many microseconds.</param>
/// <param name="P99Us">The same of 99 in a hundred.</param>
internal sealed record LoadResult(double PerSecond, double P50Us, double P99Us);
