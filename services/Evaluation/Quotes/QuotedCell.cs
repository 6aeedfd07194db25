using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Quotes;

/// <summary>What Inference says of one deployment on one benchmark.</summary>
/// <param name="Figures">Counts, tokens and dollars.</param>
/// <param name="PriceVersion">Version of the price list.</param>
/// <param name="ObservedAnswers">Earlier answers on which the lengths rest.</param>
/// <param name="OutputLimit">Most output tokens of one completion.</param>
/// <param name="Cached">Instances whose completion is known.</param>
internal sealed record QuotedCell(QuoteFigures Figures, string PriceVersion, long ObservedAnswers, long OutputLimit, IReadOnlySet<string> Cached)
{
    /// <summary>Tokens of a new answer by best guess; 0 where nothing is known.</summary>
    public long ExpectedAnswerTokens => Figures.Completions > Figures.Cached ? Figures.OutputTokens.Expected / (Figures.Completions - Figures.Cached) : 0;
}
