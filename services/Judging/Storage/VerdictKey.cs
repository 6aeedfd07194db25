namespace MedHelm.Judging.Storage;

/// <summary>What a verdict of a run and judgement is about, whose it is and which of them, in the order in which verdicts are listed.</summary>
internal sealed record VerdictKey(string Candidate, string Benchmark, string InstanceId, string Juror, int Repeat, int Attempt);
