namespace MedHelm.Scoring.Metrics;

/// <summary>The options of a question, to be told apart by letter or by text.</summary>
internal sealed class OptionTexts(IReadOnlyList<string> options)
{
    private readonly Lazy<string[]> normal = new(() => [.. options.Select(QuasiExactMatch.Normalise)], LazyThreadSafetyMode.None);

    internal int Longest { get; } = options.Select(option => option.Length).DefaultIfEmpty().Max();

    /// <summary>The option of a letter of either case; null beyond the options.</summary>
    internal int? Lettered(char letter)
    {
        var option = char.ToUpperInvariant(letter) - 'A';
        return option < options.Count ? option : null;
    }

    /// <summary>The only option of exactly this text but for case.</summary>
    internal int? Verbatim(string text) => Only(option => options[option].AsSpan().Trim().Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The only option of this text after normalisation.</summary>
    internal int? Equal(string text) => QuasiExactMatch.Normalise(text) is { Length: > 0 } words
        ? Only(option => normal.Value[option].Equals(words, StringComparison.Ordinal))
        : null;

    /// <summary>Whether the text is that option's after normalisation.</summary>
    internal bool Is(int option, string text) => normal.Value[option].Length > 0 && normal.Value[option].Equals(QuasiExactMatch.Normalise(text), StringComparison.Ordinal);

    /// <summary>Whether the text begins with the option's text, or its first sentence with the beginning of the option's text.</summary>
    internal bool BeginsLike(int option, string text)
    {
        var whole = normal.Value[option];
        if (whole.Length == 0) return false;
        if (StartsWithWords(QuasiExactMatch.Normalise(text[..Math.Min(text.Length, options[option].Length + 100)]), whole)) return true;
        var sentence = text.Trim().Split(['\r', '\n'])[0].Split(". ")[0];
        return sentence.Length < 2 * options[option].Length && QuasiExactMatch.Normalise(sentence) is { Length: > 0 } words && StartsWithWords(whole, words);
    }

    private static bool StartsWithWords(string text, string words) =>
        text.StartsWith(words, StringComparison.Ordinal) && (text.Length == words.Length || text[words.Length] == ' ');

    private int? Only(Predicate<int> matches)
    {
        int? only = null;
        for (var option = 0; option < options.Count; option++)
        {
            if (!matches(option)) continue;
            if (only is not null) return null;
            only = option;
        }
        return only;
    }
}
