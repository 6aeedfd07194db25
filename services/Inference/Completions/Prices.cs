using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>Cost of a call: tokens by price, each bucket once.</summary>
internal static class Prices
{
    /// <summary>
    /// Billionths of a US dollar. A price of p USD per million tokens is 1000 p billionths a token; the sum is rounded once,
    /// half away from zero.
    /// </summary>
    public static long NanoUsd(PriceList prices, Usage usage) => (long)Math.Round(
        1000m * ((decimal)prices.InputUsdPerMillion * usage.InputTokens
            + (decimal)prices.CachedInputUsdPerMillion * usage.CachedInputTokens
            + (decimal)prices.OutputUsdPerMillion * (usage.OutputTokens + usage.ReasoningTokens)),
        MidpointRounding.AwayFromZero);
}
