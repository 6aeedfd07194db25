namespace MedHelm.Judging.Rubrics;

/// <summary>What a jury is shown.</summary>
/// <param name="Question">The instance's input, without the benchmark's instructions.</param>
/// <param name="Response">The candidate's answer.</param>
/// <param name="GoldResponse">The first right reference; null when the instance has none.</param>
internal sealed record JudgedAnswer(string Question, string Response, string? GoldResponse);
