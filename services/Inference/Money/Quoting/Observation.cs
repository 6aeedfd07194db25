namespace MedHelm.Inference.Money.Quoting;

/// <summary>A completion that was paid for earlier. Tokens are as the provider counted them.</summary>
/// <param name="Benchmark">Empty where the archive does not tell.</param>
/// <param name="Candidate">The model whose answer it is, or whose answer it rates.</param>
/// <param name="InstanceId">Instance within the benchmark.</param>
internal sealed record Observation(
    string Benchmark, string Candidate, string InstanceId, long InputTokens, long CachedInputTokens, long OutputTokens, long ReasoningTokens)
{
    /// <summary>Everything that was written, hidden reasoning included.</summary>
    public long Written => OutputTokens + ReasoningTokens;
}
