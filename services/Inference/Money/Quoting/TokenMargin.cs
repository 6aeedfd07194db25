namespace MedHelm.Inference.Money.Quoting;

/// <summary>
/// What a prompt counted by cl100k_base may count with a model's own tokenizer. In the MedHELM paper's cost table the nine models
/// count the same benchmark within a factor of 1.42 of each other, most of them within 1.2; 0.85 and 1.5 leave room on both sides.
/// Chat formats add a few tokens around each message.
/// </summary>
internal static class TokenMargin
{
    private const int ExpectedFormatTokens = 8;
    private const int MostFormatTokens = 64;

    public static Interval Of(QuotedItem item)
    {
        // In whole numbers, so that a longer prompt never counts less.
        var high = (item.InputTokens + item.MostAddedTokens) * 3 / 2 + MostFormatTokens;
        return item.ProbablyKnown
            ? new Interval(0, 0, high)
            : new Interval(item.InputTokens * 17 / 20, item.ExpectedInputTokens + ExpectedFormatTokens, high);
    }
}
