namespace MedHelm.Scoring.Storage;

/// <summary>Names an instance in the order in which scores are listed.</summary>
internal sealed record ScoreKey(string Candidate, string Benchmark, string Instance);
