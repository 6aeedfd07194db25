namespace MedHelm.Judging.Storage;

/// <summary>What a verdict of a run is about and whose it is, in the order in which verdicts are listed.</summary>
internal sealed record VerdictKey(string Candidate, string Benchmark, string InstanceId, string Juror);
