using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// Reads which option a free-text answer names. Ordered rules; the first that applies decides, and its name is recorded with the
/// score, so that a reader can tell a plain letter from a guess. An explicit statement overrules a letter the text only begins
/// with, and statements that disagree name nothing. What no rule reads is no choice, never a wrong one.
/// </summary>
internal static class ChoiceExtraction
{
    internal const string FirstOfSeveral = "first_of_several";
    internal const string JsonPrefix = "json:";
    internal const string Letter = "letter";
    internal const string LetterThenText = "letter_then_text";
    internal const string OptionText = "option_text";
    internal const string OwnLine = "own_line";
    internal const string WordThenText = "word_then_text";
    internal const string Stated = "stated";

    private const int ShortText = 300;

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex WholeLetter = new(
        @"^(?:(?:[Oo]ption|OPTION|[Cc]hoice|[Ss]elected|[Ii]t(?:\s+is|['\u2019]s))(?:\s*:\s*|\s+)|[Aa]nswer\s+)?[*_`""'\[(<{]*(?<letter>[A-Za-z])[*_`""'\])>}]*[.):;,!]?[*_`""')]*$", Linear);

    // In lower case only "a)" is a letter: "i.e. none" and "a, b and c" are words.
    private static readonly Regex LeadingLetter = new(
        @"^(?:[Oo]ption\s+)?[*_]*\(?(?:(?<letter>[A-Z])(?<dash>\s+[-\u2013\u2014]\s)|(?<letter>[A-Z])[*_]*(?:(?<stop>\.)|\)?[.):])|(?<letter>[a-z])\))[*_]*", Linear);

    private static readonly Regex Slashed = new(@"^(?<letter>[A-Z])(?:\s*/\s*(?<letter>[A-Z]))+[.)]?$", Linear);

    // "A. is wrong", "(A) and (B) are out": the letter is what the sentence is about.
    private static readonly Regex Discussed = new(
        @"^,|^(?:is|are|was|were|isn['\u2019]t|and|or|nor|as|seems?|can|cannot|can['\u2019]t|could|would|has|does|doesn['\u2019]t|not|wrong|incorrect|false|unlikely|excluded|ruled|no)\b",
        Linear | RegexOptions.IgnoreCase);

    private static readonly Regex SentenceBreak = new(@"[.!?;]\s|\n", Linear);

    // "Yes, as the trial shows": so begin answers to questions of yes and no, but "Aspirin, as the trial shows, is wrong" begins no answer.
    private static readonly Regex LeadingWord = new(@"^(?<word>[Yy]es|YES|[Nn]o|NO|[Mm]aybe|MAYBE|[Tt]rue|TRUE|[Ff]alse|FALSE)[*_`""]*(?:[,;:.!]\s|\s+[-\u2013\u2014]\s)", Linear);

    private static readonly Regex ListedLetter = new(@"(?:^|\s)\(?(?<letter>[A-Z])[.):](?:\s|$)", Linear);

    /// <summary>The option named by the text; null when none is.</summary>
    internal static Choice? Find(string text, IReadOnlyList<string> options)
    {
        var texts = new OptionTexts(options);
        text = FinalText.Of(text);
        if (JsonField.LastAnswer(text) is not { } value) return Read(text, texts);
        var choice = FirstSlashed(value.Trim(), texts) ?? Read(value, texts);
        return choice is { } found ? found with { Rule = JsonPrefix + found.Rule } : null;
    }

    private static Choice? Read(string text, OptionTexts options)
    {
        var bare = Unwrap(text);
        if (bare.Length == 0) return null;
        if (WholeLetter.Match(bare.Length <= 4 ? StyledLetters.Plain(bare) : bare) is { Success: true } whole && Named(whole, options) is { } lettered) return new(lettered, Letter);
        // Before the leading letter: an option may itself begin like one ("C. difficile colitis").
        if (options.Verbatim(bare) is { } verbatim) return new(verbatim, OptionText);
        var stated = AnswerStatements.In(bare, options);
        if (stated.Count > 1) return null;
        if (Leading(bare, options, supported: stated.Count == 1) is { } led && (stated.Count == 0 || stated.Contains(led))) return new(led, LetterThenText);
        if (stated.Count == 1) return new(stated.First(), Stated);
        if (options.Equal(bare) is { } equal) return new(equal, OptionText);
        if (OnOwnLine(bare, options) is { } line) return new(line, OwnLine);
        return LeadingWord.Match(bare) is { Success: true } leading && options.Equal(leading.Groups["word"].Value) is { } word ? new(word, WordThenText) : null;
    }

    /// <summary>The option that the first or the last line is, when no other line is another one: "A is too weak.\n\nB".</summary>
    private static int? OnOwnLine(string text, OptionTexts options)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2 || (Alone(lines[0], options) ?? Alone(lines[^1], options)) is not { } option) return null;
        return lines.Select(line => Alone(line, options)).Any(other => other is not null && other != option) ? null : option;
    }

    private static int? Alone(string line, OptionTexts options)
    {
        if (line.Length > options.Longest + ShortText) return null;
        var bare = Unwrap(line);
        if (WholeLetter.Match(bare) is { Success: true } whole && Named(whole, options) is { } lettered) return lettered;
        if ((options.Verbatim(bare) ?? options.Equal(bare)) is { } named) return named;
        return LeadingLetter.Match(bare) is { Success: true } leading && Named(leading, options) is { } option && options.Is(option, bare[leading.Length..]) ? option : null;
    }

    /// <summary>The letter a text begins with, when what follows goes with it.</summary>
    private static int? Leading(string text, OptionTexts options, bool supported)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        if (line > 0 && WholeLetter.Match(text[..line].Trim()) is { Success: true } alone && Named(alone, options) is { } first)
            return OthersAlone(text[line..], first, options) ? null : first;
        if (LeadingLetter.Match(text) is not { Success: true } leading || Named(leading, options) is not { } option) return null;
        var rest = text[leading.Length..].TrimStart();
        if (supported) return option;
        if (options.BeginsLike(option, rest)) return BeginsList(rest, option, options) ? null : option;
        if (leading.Groups["dash"].Success || rest.Length > ShortText || SentenceBreak.IsMatch(rest)) return null;
        // "C. difficile", "E. coli", "A. fib": an abbreviation goes on in lower case.
        if (leading.Groups["stop"].Success && rest.Length > 0 && char.IsLower(rest[0])) return null;
        return Discussed.IsMatch(rest) || OthersListed(rest, option, options) ? null : option;
    }

    private static bool OthersListed(string text, int option, OptionTexts options) =>
        ListedLetter.Matches(text).Any(listed => Named(listed, options) is { } other && other != option)
        || OthersAlone(text, option, options);

    private static bool OthersAlone(string text, int option, OptionTexts options) =>
        text.Split('\n').Any(line => WholeLetter.Match(line.Trim()) is { Success: true } alone && Named(alone, options) is { } other && other != option);

    /// <summary>Whether the next option follows at once: the text repeats the question's list.</summary>
    private static bool BeginsList(string rest, int option, OptionTexts options) =>
        ListedLetter.Match(rest) is { Success: true } next && Named(next, options) == option + 1 && options.Is(option, rest[..next.Index]);

    /// <summary>"A/B" in a field is its first letter: who publishes figures over such fields looks at their first character.</summary>
    private static Choice? FirstSlashed(string value, OptionTexts options) =>
        Slashed.Match(value) is { Success: true } slashed
        && slashed.Value.Where(char.IsAsciiLetter).All(letter => options.Lettered(letter) is not null)
        && options.Lettered(value[0]) is { } first
            ? new(first, FirstOfSeveral)
            : null;

    private static int? Named(Match match, OptionTexts options) => options.Lettered(match.Groups["letter"].ValueSpan[0]);

    /// <summary>Takes away space, quotes and the emphasis of Markdown around the text.</summary>
    private static string Unwrap(string text) => text.Trim().Trim('*', '_', '`', '"').Trim();
}
