namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>A text that was cut: its tokens, and those that were kept.</summary>
internal sealed record CutInstance(string Id, int Tokens, int KeptTokens);
