using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Bench.Examination;

/// <summary>One answer that a juror is examined with.</summary>
/// <param name="Instance">The instance it is given to.</param>
/// <param name="Kind">What is known of it.</param>
/// <param name="Prompt">What the juror reads.</param>
/// <param name="Rubric">How its reply is read.</param>
/// <param name="Repeat">1 where the same prompt is asked a second time.</param>
internal sealed record ExamQuestion(string Instance, AnswerKind Kind, string Prompt, Rubric Rubric, int Repeat);
