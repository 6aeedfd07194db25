namespace MedHelm.Tests.Unit.Inference;

/// <summary>One row of the paper's cost table.</summary>
/// <param name="OutputTokens">Candidate's output tokens.</param>
/// <param name="JudgeInputTokens">One juror's input tokens.</param>
/// <param name="JudgeOutputTokens">One juror's output tokens.</param>
/// <param name="Dollars">Input, output, jury input, jury output, all: each rounded to cents.</param>
internal sealed record PaperCosts(long OutputTokens, long JudgeInputTokens, long JudgeOutputTokens, IReadOnlyList<decimal> Dollars);
