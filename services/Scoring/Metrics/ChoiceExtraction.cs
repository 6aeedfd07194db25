using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Reads which option a free-text answer names. Ordered rules; the first that applies decides, and its name is recorded with the
/// score, so that a reader can tell a plain letter from a guess. What no rule reads is no choice, never a wrong one.
/// </summary>
internal static class ChoiceExtraction
{
    internal const string JsonPrefix = "json:";
    internal const string Letter = "letter";
    internal const string LetterThenText = "letter_then_text";
    internal const string OptionText = "option_text";
    internal const string Stated = "stated";

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex WholeLetter = new(@"^\(?(?<letter>[A-Za-z])\)?[.):]?$", Linear);

    // In lower case only "a)" is a letter: "i.e. none" and "a, b and c" are words.
    private static readonly Regex LeadingLetter = new(@"^\(?((?<letter>[A-Z])\)?[.):,/]|(?<letter>[a-z])\))", Linear);

    private static readonly Regex Statement = new(
        @"\banswer(?:[ _](?:choice|option))?(?:\s+is\s*:?|\s*[:=])\s*(?:option\s+)?[*_`""']*\(?(?<letter>[A-Za-z])", Linear | RegexOptions.IgnoreCase);

    /// <summary>The option named by the text; null when none is.</summary>
    internal static Choice? Find(string text, IReadOnlyList<string> options)
    {
        if (JsonField.LastAnswer(text) is not { } value) return Read(text, options);
        return Read(value, options) is { } choice ? choice with { Rule = JsonPrefix + choice.Rule } : null;
    }

    private static Choice? Read(string text, IReadOnlyList<string> options)
    {
        var bare = Unwrap(text);
        if (bare.Length == 0) return null;
        if (WholeLetter.Match(bare) is { Success: true } whole && Named(whole.Groups["letter"].ValueSpan[0], options) is { } lettered)
            return new(lettered, Letter);
        // Before the leading letter: an option may itself begin like one ("C. difficile colitis").
        if (OnlyMatch(options, option => option.AsSpan().Trim().Equals(bare, StringComparison.OrdinalIgnoreCase)) is { } verbatim)
            return new(verbatim, OptionText);
        if (LeadingLetter.Match(bare) is { Success: true } leading && Named(leading.Groups["letter"].ValueSpan[0], options) is { } led)
            return new(led, LetterThenText);
        if (QuasiExactMatch.Normalise(bare) is { Length: > 0 } words
            && OnlyMatch(options, option => QuasiExactMatch.Normalise(option).Equals(words, StringComparison.Ordinal)) is { } equal)
            return new(equal, OptionText);
        return LastStatement(bare, options) is { } stated ? new(stated, Stated) : null;
    }

    private static int? LastStatement(string text, IReadOnlyList<string> options)
    {
        int? last = null;
        foreach (Match statement in Statement.Matches(text))
        {
            var letter = statement.Groups["letter"];
            if (StandsAlone(text, letter) && Named(letter.ValueSpan[0], options) is { } option) last = option;
        }
        return last;
    }

    /// <summary>Tells the option B in "the answer is B because ..." from the words of "the answer is a beta blocker".</summary>
    private static bool StandsAlone(string text, Group letter)
    {
        var bracketed = letter.Index > 0 && text[letter.Index - 1] == '(';
        var rest = text.AsSpan(letter.Index + 1);
        if (bracketed) return rest.StartsWith(")");
        if (rest.Trim(" .:)*_`\"'\r\n").IsEmpty) return true;
        if (!char.IsAsciiLetterUpper(letter.ValueSpan[0])) return false;
        if (char.IsLetterOrDigit(rest[0]) || rest[0] is '\'' or '\u2019' or '-') return false;
        // An upper-case A may still be the article of a sentence.
        if (letter.ValueSpan[0] != 'A' || rest[0] != ' ') return true;
        var next = rest.TrimStart();
        return next.Length == 0 || !char.IsLetterOrDigit(next[0]) || next.StartsWith("because ") || next.StartsWith("since ") || next.StartsWith("as ");
    }

    private static int? Named(char letter, IReadOnlyList<string> options)
    {
        var option = char.ToUpperInvariant(letter) - 'A';
        return option < options.Count ? option : null;
    }

    private static int? OnlyMatch(IReadOnlyList<string> options, Predicate<string> matches)
    {
        int? only = null;
        for (var option = 0; option < options.Count; option++)
        {
            if (!matches(options[option])) continue;
            if (only is not null) return null;
            only = option;
        }
        return only;
    }

    /// <summary>Takes away space, quotes and the emphasis of Markdown around the text.</summary>
    private static string Unwrap(string text) => text.Trim().Trim('*', '_', '`', '"').Trim();
}
