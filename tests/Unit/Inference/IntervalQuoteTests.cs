using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Money.Quoting;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class IntervalQuoteTests
{
    private const int Limit = 500;
    private static readonly PriceList Prices = new()
    {
        InputUsdPerMillion = 2.5,
        CachedInputUsdPerMillion = 1.25,
        CacheWriteUsdPerMillion = 3.1,
        OutputUsdPerMillion = 10,
        ReasoningUsdPerMillion = 12,
        BatchFactor = 0.5,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bounds_are_in_order_and_another_item_never_lowers_one(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var lengths = AnswerLengths.Of(History(random, random.Next(0, 80)), random.Next(2) == 0 ? "bench" : "other");
            var items = new List<QuotedItem>();
            var before = Of(items, lengths);
            for (var n = 0; n < 40; n++)
            {
                items.Add(new QuotedItem(random.Next(0, 3000), random.Next(0, 400), random.Next(0, 400), random.Next(4) == 0));
                var after = Of(items, lengths);
                Assert.All(Intervals(after), i => Assert.True(i.Low <= i.Expected && i.Expected <= i.High, $"{i}"));
                Assert.All(Intervals(before).Zip(Intervals(after)), pair =>
                    Assert.True(pair.First.Low <= pair.Second.Low && pair.First.Expected <= pair.Second.Expected && pair.First.High <= pair.Second.High, $"{pair}"));
                before = after;
            }
        }
    }

    [Fact]
    public void The_actual_cost_is_inside_the_interval_in_more_than_85_of_100_runs()
    {
        var random = new Random(7);
        var inside = 0;
        for (var run = 0; run < 400; run++)
        {
            // Another tokenizer and other answers in each run, history and run alike.
            var tokenizer = 0.9 + 0.4 * random.NextDouble();
            var shift = Math.Exp(3 + 2 * random.NextDouble());
            var lengths = AnswerLengths.Of(History(random, 40, shift), "bench");
            var items = Enumerable.Range(0, 1 + random.Next(300)).Select(_ => new QuotedItem(random.Next(20, 2000))).ToList();
            var actual = items.Sum(item => MedHelm.Inference.Money.Prices.NanoUsd(
                Prices, new Usage { InputTokens = (long)(item.InputTokens * tokenizer) + 7, OutputTokens = Length(random, shift) }, PriceClass.Live));
            var quote = Of(items, lengths).CostNanoUsd;
            if (actual >= quote.Low && actual <= quote.High) inside++;
        }
        Assert.InRange(inside, 340, 400);
    }

    [Fact]
    public void The_low_bound_of_many_answers_to_one_benchmark_is_nearer_to_the_guess_than_that_of_one()
    {
        var same = AnswerLengths.Of(History(new Random(1), 200), "bench");
        var other = AnswerLengths.Of(History(new Random(1), 200), "elsewhere");

        Assert.True(same.OutputOf(1000, 1000, Limit).Low > 5 * other.OutputOf(1000, 1000, Limit).Low / 4);
        Assert.Equal(same.OutputOf(1000, 1000, Limit).Expected, other.OutputOf(1000, 1000, Limit).Expected);
    }

    [Fact]
    public void Without_earlier_answers_half_the_limit_is_expected_and_one_token_is_sure()
    {
        var interval = AnswerLengths.Unknown.OutputOf(10, 10, 100);

        Assert.Equal(new Interval(10, 500, 1000), interval);
    }

    [Fact]
    public void Earlier_answers_that_were_longer_than_the_limit_count_as_the_limit()
    {
        var lengths = AnswerLengths.Of([.. Enumerable.Range(0, 50).Select(_ => new Observation("b", "m", "i", 1, 0, 900, 0))], "b");

        Assert.Equal(new Interval(1600, 1600, 1600), lengths.OutputOf(100, 100, 16));
    }

    [Fact]
    public void A_batch_costs_its_share_and_a_probably_known_rating_only_counts_at_worst()
    {
        QuotedItem[] items = [new(1000)];
        var live = Of(items, AnswerLengths.Unknown).CostNanoUsd;
        var batch = IntervalQuote.Of(Prices, PriceClass.Batch, items, AnswerLengths.Unknown, Limit).CostNanoUsd;
        var known = Of([new QuotedItem(1000, ProbablyKnown: true)], AnswerLengths.Unknown);

        Assert.Equal((live.Low, live.Expected, live.High), (2 * batch.Low, 2 * batch.Expected, 2 * batch.High));
        Assert.Equal((0, 0, live.High), (known.CostNanoUsd.Low, known.CostNanoUsd.Expected, known.CostNanoUsd.High));
        Assert.Equal(1, known.ProbablyCached);
    }

    private static QuoteFigures Of(IReadOnlyCollection<QuotedItem> items, AnswerLengths lengths) => IntervalQuote.Of(Prices, PriceClass.Live, items, lengths, Limit);

    private static QuoteInterval[] Intervals(QuoteFigures figures) => [figures.InputTokens, figures.OutputTokens, figures.CostNanoUsd];

    private static List<Observation> History(Random random, int count, double shift = 60) =>
        [.. Enumerable.Range(0, count).Select(i => new Observation("bench", "m", $"i{i}", 100, 0, Length(random, shift), 0))];

    private static long Length(Random random, double shift) =>
        Math.Clamp((long)(shift * Math.Exp(0.6 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))), 1, Limit);
}
