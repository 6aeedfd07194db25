namespace MedHelm.Judging.Storage;

/// <summary>Which verdicts of a run are wanted. An empty field matches everything, except the judgement, whose empty text is the run's own jury.</summary>
internal sealed record VerdictFilter(string Run, string Judgement = "", string Candidate = "", string Benchmark = "", string InstanceId = "");
