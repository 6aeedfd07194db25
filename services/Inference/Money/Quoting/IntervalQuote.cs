using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money.Quoting;

/// <summary>
/// Prices new completions with bounds. High is every answer at its limit and the input with a margin; low and expected follow what the deployment wrote
/// before. It aims at a 90% interval: the actual cost should be below low in one of twenty cases, and never above high.
/// </summary>
internal static class IntervalQuote
{
    /// <param name="prices">The list that holds.</param>
    /// <param name="priceClass">How the completions would be bought.</param>
    /// <param name="items">The new ones.</param>
    /// <param name="lengths">What was written before.</param>
    /// <param name="limit">Most output tokens of one completion.</param>
    public static QuoteFigures Of(PriceList prices, PriceClass priceClass, IReadOnlyCollection<QuotedItem> items, AnswerLengths lengths, long limit)
    {
        var probablyKnown = items.Count(item => item.ProbablyKnown);
        var input = Sum(items);
        var output = lengths.OutputOf(items.Count - probablyKnown, items.Count, limit);
        var cost = new Interval(
            Prices.NanoUsd(prices, UsageOf(input.Low, output.Low, lengths), priceClass),
            Prices.NanoUsd(prices, UsageOf(input.Expected, output.Expected, lengths), priceClass),
            Prices.WorstCaseNanoUsd(prices, input.High, output.High, priceClass));
        return new QuoteFigures
        {
            Completions = items.Count,
            InputTokens = input.ToProto(),
            OutputTokens = output.ToProto(),
            CostNanoUsd = cost.ToProto(),
            ProbablyCached = probablyKnown,
        };
    }

    private static Interval Sum(IReadOnlyCollection<QuotedItem> items)
    {
        long low = 0, expected = 0, high = 0;
        foreach (var margin in items.Select(TokenMargin.Of))
        {
            low += margin.Low;
            expected += margin.Expected;
            high += margin.High;
        }
        return new Interval(low, expected, high);
    }

    private static Usage UsageOf(long input, long output, AnswerLengths lengths)
    {
        var cached = (long)(input * lengths.CachedShare);
        var reasoning = (long)(output * lengths.ReasoningShare);
        return new Usage { InputTokens = input - cached, CachedInputTokens = cached, OutputTokens = output - reasoning, ReasoningTokens = reasoning };
    }
}
