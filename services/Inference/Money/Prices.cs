using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money;

/// <summary>Cost of a call: tokens by price, each bucket once. The only place where tokens become dollars.</summary>
internal static class Prices
{
    /// <summary>
    /// Billionths of a US dollar. A price of p USD per million tokens is 1000 p billionths a token; the sum is rounded once,
    /// half away from zero. A batch call costs the list's batch share of that.
    /// </summary>
    public static long NanoUsd(PriceList prices, Usage usage, PriceClass priceClass) => Rounded(
        (decimal)prices.InputUsdPerMillion * usage.InputTokens
        + (decimal)prices.CachedInputUsdPerMillion * usage.CachedInputTokens
        + (decimal)prices.CacheWriteUsdPerMillion * usage.CacheWriteTokens
        + (decimal)prices.OutputUsdPerMillion * usage.OutputTokens
        + (decimal)prices.ReasoningUsdPerMillion * usage.ReasoningTokens, prices, priceClass);

    /// <summary>What a call with so many tokens costs at most, whichever buckets the provider puts them in.</summary>
    public static long WorstCaseNanoUsd(PriceList prices, long inputTokens, long outputTokens, PriceClass priceClass) => Rounded(
        (decimal)Math.Max(prices.InputUsdPerMillion, Math.Max(prices.CachedInputUsdPerMillion, prices.CacheWriteUsdPerMillion)) * inputTokens
        + (decimal)Math.Max(prices.OutputUsdPerMillion, prices.ReasoningUsdPerMillion) * outputTokens, prices, priceClass);

    private static long Rounded(decimal micro, PriceList prices, PriceClass priceClass) =>
        (long)Math.Round(1000m * micro * (priceClass == PriceClass.Batch && prices.BatchFactor > 0 ? (decimal)prices.BatchFactor : 1m), MidpointRounding.AwayFromZero);
}
