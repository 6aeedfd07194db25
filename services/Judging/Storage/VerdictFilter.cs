namespace MedHelm.Judging.Storage;

/// <summary>Which verdicts of a run are wanted. An empty field matches everything.</summary>
internal sealed record VerdictFilter(string Run, string Candidate, string Benchmark, string InstanceId);
