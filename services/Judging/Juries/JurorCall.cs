using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Juries;

/// <summary>A question to a juror about an answer.</summary>
/// <param name="Juror">Who is asked.</param>
/// <param name="Repeat">Which of the jury's repeats, from 0.</param>
/// <param name="Attempt">0, or 1 for the one that asks for an unreadable reply again.</param>
internal sealed record JurorCall(Juror Juror, int Repeat, int Attempt);
