using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Direct;

/// <summary>A part of a streamed answer.</summary>
/// <param name="Text">The next piece of text; empty in the last part.</param>
/// <param name="Outcome">The outcome where it is known, always in the last part: an earlier answer has it from the first on.</param>
/// <param name="IsLast">Nothing comes after it.</param>
internal readonly record struct StreamedPart(string Text, CompletionOutcome? Outcome, bool IsLast);
