using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Evaluation.Quotes;

/// <summary>
/// Adds figures: counts as they are, intervals bound by bound. The lower bounds of parts that vary independently would give a sum
/// that is too low, never too high: lines share what is uncertain (a model that writes more than before does so everywhere),
/// so that nothing is taken off for chance evening out between them. Within a line that is done already.
/// </summary>
internal static class FigureSum
{
    public static QuoteFigures Of(IEnumerable<QuoteFigures> parts)
    {
        var sum = new QuoteFigures { InputTokens = new(), OutputTokens = new(), CostNanoUsd = new() };
        foreach (var part in parts)
        {
            sum.Completions += part.Completions;
            sum.Cached += part.Cached;
            sum.ProbablyCached += part.ProbablyCached;
            Add(sum.InputTokens, part.InputTokens);
            Add(sum.OutputTokens, part.OutputTokens);
            Add(sum.CostNanoUsd, part.CostNanoUsd);
        }
        return sum;
    }

    private static void Add(QuoteInterval sum, QuoteInterval? part)
    {
        sum.Low += part?.Low ?? 0;
        sum.Expected += part?.Expected ?? 0;
        sum.High += part?.High ?? 0;
    }
}
