using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class PricesTests
{
    private static readonly PriceList Gpt = new() { InputUsdPerMillion = 2.5, CachedInputUsdPerMillion = 1.25, OutputUsdPerMillion = 10, ReasoningUsdPerMillion = 10, CacheWriteUsdPerMillion = 3, BatchFactor = 0.5 };

    [Fact]
    public void Each_bucket_is_priced_once()
    {
        // 1000 x 2.5 + 200 x 1.25 + (30 + 70) x 10 = 3750 millionths of a dollar.
        var cost = Prices.NanoUsd(Gpt, new Usage { InputTokens = 1000, CachedInputTokens = 200, OutputTokens = 30, ReasoningTokens = 70 }, PriceClass.Live);

        Assert.Equal(3_750_000, cost);
    }

    [Fact]
    public void A_fraction_of_a_cent_a_million_is_not_lost() =>
        Assert.Equal(75, Prices.NanoUsd(new PriceList { InputUsdPerMillion = 0.075 }, new Usage { InputTokens = 1 }, PriceClass.Live));

    [Fact]
    public void Nothing_used_costs_nothing() => Assert.Equal(0, Prices.NanoUsd(Gpt, new Usage(), PriceClass.Live));

    [Fact]
    public void A_batch_call_costs_its_share_of_the_list_price() =>
        Assert.Equal(1_250_000, Prices.NanoUsd(Gpt, new Usage { InputTokens = 1000 }, PriceClass.Batch));

    [Fact]
    public void Where_there_is_no_batch_price_a_batch_costs_the_list_price() =>
        Assert.Equal(1000, Prices.NanoUsd(new PriceList { InputUsdPerMillion = 1 }, new Usage { InputTokens = 1 }, PriceClass.Batch));

    [Fact]
    public void The_worst_case_takes_the_dearest_bucket_of_each_side() =>
        Assert.Equal(3_000_000 + 1_000_000, Prices.WorstCaseNanoUsd(Gpt, 1000, 100, PriceClass.Live));
}
