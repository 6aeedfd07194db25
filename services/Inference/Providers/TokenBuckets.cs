using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>Sorts a provider's token counts into disjoint buckets. Counts are never negative, and no part is larger than its whole.</summary>
internal static class TokenBuckets
{
    /// <summary>More than any model takes; a larger count is a broken reply and must not break the books.</summary>
    public const long MostTokens = 100_000_000;

    /// <param name="input">All input tokens.</param>
    /// <param name="cached">Those of them that came from the provider's prompt cache.</param>
    /// <param name="written">Those of them that went into it.</param>
    /// <param name="output">All output tokens.</param>
    /// <param name="reasoning">Those of them that nobody can read.</param>
    public static Usage Of(long input, long cached, long written, long output, long reasoning)
    {
        cached = Math.Min(cached, input);
        written = Math.Min(written, input - cached);
        reasoning = Math.Min(reasoning, output);
        return new Usage
        {
            InputTokens = input - cached - written,
            CachedInputTokens = cached,
            CacheWriteTokens = written,
            OutputTokens = output - reasoning,
            ReasoningTokens = reasoning,
        };
    }
}
