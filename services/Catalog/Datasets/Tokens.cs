using Microsoft.ML.Tokenizers;

namespace MedHelm.Catalog.Datasets;

/// <summary>Token counts by cl100k_base, the encoding HELM measures EHRSHOT and MedAlign with. Other models count differently.</summary>
public static class Tokens
{
    // The vocabulary takes a moment to load, and most runs never need it.
    private static readonly Lazy<TiktokenTokenizer> Cl100k = new(() => TiktokenTokenizer.CreateForEncoding("cl100k_base"));

    public static int Count(string text) => Cl100k.Value.CountTokens(text, considerNormalization: false);

    /// <summary>The first, or last, so many tokens of a text.</summary>
    public static string Keep(string text, int tokens, bool last)
    {
        if (tokens <= 0)
            return "";
        // Tokens of text have about four characters; so much of it surely holds as many as are wanted, unless it counts fewer.
        var enough = (long)tokens * 12;
        if (text.Length > 2 * enough)
        {
            var part = last ? text[^(int)enough..] : text[..(int)enough];
            if (Count(part) > tokens)
                text = part;
        }

        if (last)
            return text[Cl100k.Value.GetIndexByTokenCountFromEnd(text, tokens, out _, out _, considerNormalization: false)..];
        return text[..Cl100k.Value.GetIndexByTokenCount(text, tokens, out _, out _, considerNormalization: false)];
    }
}
