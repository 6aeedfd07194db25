using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Quotes;

/// <summary>Asks Inference for quotes, in pieces that a message can hold.</summary>
internal sealed class InferenceQuotes(QuoteService.QuoteServiceClient quotes)
{
    private const int MostItems = 20_000;

    /// <param name="request">All but the items.</param>
    /// <param name="items">At least one.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<QuotedCell> AskAsync(QuoteCompletionsRequest request, IEnumerable<QuoteItem> items, CancellationToken cancel)
    {
        var answers = new List<QuoteCompletionsResponse>();
        foreach (var some in items.Chunk(MostItems))
        {
            var piece = request.Clone();
            piece.Items.AddRange(some);
            answers.Add(await quotes.QuoteCompletionsAsync(piece, cancellationToken: cancel));
        }
        return new QuotedCell(
            FigureSum.Of(answers.Select(answer => answer.Figures)), answers[0].PriceVersion, answers[0].ObservedAnswers, answers[0].OutputLimit,
            answers.SelectMany(answer => answer.CachedInstances).ToHashSet(StringComparer.Ordinal));
    }
}
