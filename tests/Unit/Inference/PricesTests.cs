using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class PricesTests
{
    private static readonly PriceList Gpt = new() { InputUsdPerMillion = 2.5, CachedInputUsdPerMillion = 1.25, OutputUsdPerMillion = 10 };

    [Fact]
    public void Each_bucket_is_priced_once()
    {
        // 1000 x 2.5 + 200 x 1.25 + (30 + 70) x 10 = 3750 millionths of a dollar.
        var cost = Prices.NanoUsd(Gpt, new Usage { InputTokens = 1000, CachedInputTokens = 200, OutputTokens = 30, ReasoningTokens = 70 });

        Assert.Equal(3_750_000, cost);
    }

    [Fact]
    public void A_fraction_of_a_cent_a_million_is_not_lost() =>
        Assert.Equal(75, Prices.NanoUsd(new PriceList { InputUsdPerMillion = 0.075 }, new Usage { InputTokens = 1 }));

    [Fact]
    public void Nothing_used_costs_nothing() => Assert.Equal(0, Prices.NanoUsd(Gpt, new Usage()));
}
