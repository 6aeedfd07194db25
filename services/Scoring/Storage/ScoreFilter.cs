namespace MedHelm.Scoring.Storage;

/// <summary>Says which scores of a run are wanted; null matches everything.</summary>
internal sealed record ScoreFilter(string Run, string? Candidate, string? Benchmark);
