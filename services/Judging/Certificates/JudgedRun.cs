using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>What a jury said about a run's answers to one benchmark.</summary>
/// <param name="Jurors">The jury's members, bench included; each answer has a rating, or none, for each of them in this order.</param>
/// <param name="Answers">The answers, by candidate and instance.</param>
internal sealed record JudgedRun(IReadOnlyList<Juror> Jurors, IReadOnlyList<JudgedRunAnswer> Answers);
