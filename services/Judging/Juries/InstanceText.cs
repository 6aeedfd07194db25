namespace MedHelm.Judging.Juries;

/// <summary>What a jury needs to know of an instance.</summary>
/// <param name="Question">The input without the benchmark's instructions.</param>
/// <param name="GoldResponse">The first right reference; null when there is none.</param>
/// <param name="Extra">What else it brings, by name.</param>
internal sealed record InstanceText(string Question, string? GoldResponse, IReadOnlyDictionary<string, string> Extra);
