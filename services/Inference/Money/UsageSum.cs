using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money;

internal static class UsageSum
{
    /// <summary>Adds the tokens of another call, bucket by bucket.</summary>
    public static void MergeSum(this Usage sum, Usage part)
    {
        sum.InputTokens += part.InputTokens;
        sum.CachedInputTokens += part.CachedInputTokens;
        sum.CacheWriteTokens += part.CacheWriteTokens;
        sum.OutputTokens += part.OutputTokens;
        sum.ReasoningTokens += part.ReasoningTokens;
    }
}
