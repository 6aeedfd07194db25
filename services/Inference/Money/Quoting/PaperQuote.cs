using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money.Quoting;

/// <summary>
/// The convention of the MedHELM paper: every answer is priced at its maximum output, nothing is cached; a juror reads the candidate's
/// input with its maximum output, without rubric and reference, and writes 4,096 tokens. An upper bound under list prices.
/// </summary>
/// <param name="Completions">Completions.</param>
/// <param name="InputTokens">Their input tokens.</param>
/// <param name="OutputTokens">Their maximum output tokens.</param>
/// <param name="InputNanoUsd">Cost of the input, in billionths of a US dollar.</param>
/// <param name="OutputNanoUsd">Cost of the output, in billionths of a US dollar.</param>
internal sealed record PaperQuote(long Completions, long InputTokens, long OutputTokens, long InputNanoUsd, long OutputNanoUsd)
{
    private const int JurorOutputTokens = 4096;

    /// <param name="prices">The deployment's own; a jury costs the sum of its jurors.</param>
    /// <param name="purpose">Candidate's answers or juror's ratings.</param>
    /// <param name="items">All completions; for jurors with the candidate's input and, as what is added, its maximum output.</param>
    /// <param name="limit">Most output tokens of one answer; a rating has the paper's.</param>
    public static PaperQuote Of(PriceList prices, Purpose purpose, IReadOnlyCollection<QuotedItem> items, long limit)
    {
        var input = items.Sum(item => item.InputTokens + item.MostAddedTokens);
        var output = items.Count * (purpose == Purpose.Juror ? JurorOutputTokens : limit);
        return new PaperQuote(
            items.Count, input, output,
            Prices.NanoUsd(prices, new Usage { InputTokens = input }, PriceClass.Live),
            Prices.NanoUsd(prices, new Usage { OutputTokens = output }, PriceClass.Live));
    }

    public QuoteFigures ToProto() => new()
    {
        Completions = Completions,
        InputTokens = Interval.Exactly(InputTokens).ToProto(),
        OutputTokens = Interval.Exactly(OutputTokens).ToProto(),
        CostNanoUsd = Interval.Exactly(InputNanoUsd + OutputNanoUsd).ToProto(),
    };
}
