namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Tokens (cl100k_base) of the shortest, the middle and the longest prompt, and of all of them.</summary>
internal sealed record PromptTokens(int Shortest, int Median, int Longest, long Total);
