using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money.Quoting;

namespace MedHelm.Tests.Unit.Inference;

/// <summary>Prices rows of a cost table the way a quote in paper mode does: candidate and jurors each through the quoter.</summary>
internal sealed class PaperCostTable(QuoterHarness harness, IReadOnlyList<DeploymentDefinition> jurors)
{
    private const decimal NanoUsdPerCent = 10_000_000;

    /// <summary>The file's figures of one model on one benchmark, as they follow.</summary>
    public async Task<PaperCosts> PriceAsync(DeploymentDefinition candidate, int instances, long inputTokens, int benchmarkLimit, bool open)
    {
        var items = Enumerable.Range(0, instances).Select(i => new QuoteItem { InputTokens = inputTokens / instances + (i < inputTokens % instances ? 1 : 0) }).ToList();
        var own = await QuoteAsync(candidate, Purpose.Candidate, items, benchmarkLimit);
        var rated = items.Select(item => new QuoteItem { InputTokens = item.InputTokens, MostAddedTokens = own.Limit }).ToList();
        var jury = new List<(PaperQuote Paper, long Limit)>();
        if (open)
            foreach (var juror in jurors) jury.Add(await QuoteAsync(juror, Purpose.Juror, rated, 4096));
        var costs = new[] { own.Paper.InputNanoUsd, own.Paper.OutputNanoUsd, jury.Sum(j => j.Paper.InputNanoUsd), jury.Sum(j => j.Paper.OutputNanoUsd) };
        return new PaperCosts(
            own.Paper.OutputTokens, jury.Count > 0 ? jury[0].Paper.InputTokens : 0, jury.Count > 0 ? jury[0].Paper.OutputTokens : 0,
            [.. costs.Append(costs.Sum()).Select(nano => Math.Round(nano / NanoUsdPerCent, MidpointRounding.AwayFromZero) / 100)]);
    }

    private async Task<(PaperQuote Paper, long Limit)> QuoteAsync(DeploymentDefinition deployment, Purpose purpose, List<QuoteItem> items, int limit)
    {
        var quote = await harness.QuoteAsync(deployment, new QuoteCompletionsRequest
        {
            Purpose = purpose,
            Mode = QuoteMode.Paper,
            Parameters = new DecodingParameters { MaxOutputTokens = limit },
            Items = { items },
        });
        // The quote has one sum of dollars; the table tells input from output.
        var paper = PaperQuote.Of(deployment.PricesAt(TimeProvider.System.GetUtcNow()), purpose, [.. items.Select(i => new QuotedItem(i.InputTokens, i.MostAddedTokens))], quote.OutputLimit);
        Xunit.Assert.Equal(paper.ToProto(), quote.Figures);
        return (paper, quote.OutputLimit);
    }
}
