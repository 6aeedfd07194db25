namespace MedHelm.Inference.Money.Quoting;

/// <summary>A new completion to be priced, in cl100k_base tokens.</summary>
/// <param name="InputTokens">Tokens of its prompt as far as it is known.</param>
/// <param name="MostAddedTokens">Most that an answer not written yet will add to the prompt.</param>
/// <param name="ExpectedAddedTokens">Best guess of that; 0: half.</param>
/// <param name="ProbablyKnown">True for a rating that is probably in the archive.</param>
internal sealed record QuotedItem(long InputTokens, long MostAddedTokens = 0, long ExpectedAddedTokens = 0, bool ProbablyKnown = false)
{
    /// <summary>Best guess of the prompt's tokens.</summary>
    public long ExpectedInputTokens => InputTokens + (ExpectedAddedTokens > 0 ? Math.Min(ExpectedAddedTokens, MostAddedTokens) : MostAddedTokens / 2);
}
