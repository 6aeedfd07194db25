using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Drift;

/// <summary>An answer that could become an anchor of one juror.</summary>
/// <param name="Candidate">Who gave it.</param>
/// <param name="InstanceId">To what.</param>
/// <param name="Mark">What the juror gave.</param>
/// <param name="Others">The mean of what the other jurors gave; null when none gave anything.</param>
/// <param name="PromptDigest">What the juror was asked; empty where that must be rendered again.</param>
/// <param name="Verdict">The first valid one.</param>
internal sealed record MarkedAnswer(string Candidate, string InstanceId, double Mark, double? Others, string PromptDigest, Verdict Verdict);
