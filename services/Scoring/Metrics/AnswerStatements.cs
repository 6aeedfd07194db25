using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics;

/// <summary>
/// The options a text states as its answer: "the answer is B", "Answer: no", "the correct option is (C)", "I choose B", "B is correct", "\boxed{B}",
/// "&lt;answer&gt;B&lt;/answer&gt;". A negated, conditional or questioned statement states nothing; "B or C" states both.
/// </summary>
internal static class AnswerStatements
{
    // Answers are stated at the end; reading each statement costs more than finding it.
    private const int LengthRead = 65_536;

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // What stands before the named option. The denial begins before the statement itself, so it is found where there is one.
    private static readonly Regex Opening = new(
        """
        (?:(?<denied>\b(?:incorrect|wrong|worst|false)\s+|(?:\b(?:if|whether|unless)|(?:\bnot|\bnever|n['\u2019]t)\s+(?:think|believe|say|mean|agree|sure)(?:\s+that)?)\s+(?:the\s+)?(?:(?:correct|right|best|final)\s+)?)?
        (?:\banswer(?:[ _](?:choice|option))?|\b(?:correct|right|best|final|chosen)\s+(?:option|choice))[*_]*
        (?:\s+(?:is|(?:would|must|should)\s+be)\b\s*:?|\s*[:=\u2192]|\s+[-\u2013\u2014]\s)
        |\b(?:respuesta|opci[o\u00f3]n|alternativa)(?:\s+(?:correcta|final))?[*_]*(?:\s+es\b\s*:?|\s*[:=])[*_\s]*(?:la\s+)?(?:(?:opci[o\u00f3]n|letra|alternativa)\s+)?
        |\bI(?:\s+would|\s+will|['\u2019](?:d|ll))?\s+(?:choose|select|pick|go\s+with)\b
        |\\boxed\s*\{\s*(?:\\(?:text|textbf|mathrm|mathbf)\s*\{)?
        |<answer>)
        [*_`"'\s]*(?:(?:the\s+)?(?:option|choice|letter)\s+)?[*_`"']*
        """.ReplaceLineEndings(""),
        Linear | RegexOptions.IgnoreCase);

    // "B is correct", but neither "hepatitis B is most likely" nor "if B is correct".
    private static readonly Regex Declared = new(
        @"(?<if>\b(?:if|whether|unless)\s+)?(?:^|[.!?;:,\n]\s*|\b(?:[Ss]o|[Tt]hus|[Tt]herefore|[Hh]ence|[Oo]ption|[Cc]hoice|[Aa]nswer)\s+)[*_`""'(\[]*(?<letter>[A-Z])[)\]*_`""]*\s+(?:is|must\s+be|would\s+be)\s+"
        + @"(?:(?:clearly|therefore|thus|indeed)\s+)?(?:the\s+)?(?:correct|right|best|most\s+(?:appropriate|likely|accurate|suitable|probable))\b(?<unless>\s*(?:\?|only|if|when|unless|except))?",
        Linear);

    private static readonly Regex Another = new(
        @"^\)?[*_`""']*(?:\s*/\s*|\s*&\s*|,?\s*\b(?:or|and|vs|versus)\s+(?:(?:possibly|perhaps|maybe|even)\s+)?)(?:option\s+)?[*_`""']*\(?(?<letter>[A-Z])\b|^\)?,\s*\(?(?<letter>[A-Z])\)?(?:$|[.,;:\r\n]|\s+(?:and|or)\b)",
        Linear);

    // "B. Poly propylene or D. Poly sulphone"
    private static readonly Regex Next = new(@"(?:,|\b(?:or|and))\s+(?:option\s+)?\(?(?<letter>[A-Z])[.):]\s", Linear);

    private static readonly Regex Ending = new(@"\r|\n|</|\}|\.\s|\.$|;|[*_`""]|,?\s(?:because|since)\s", Linear | RegexOptions.IgnoreCase);

    /// <summary>Empty when the text states none; several when its statements disagree.</summary>
    internal static IReadOnlyCollection<int> In(string text, OptionTexts options)
    {
        text = text[Math.Max(0, text.Length - LengthRead)..];
        var stated = new SortedSet<int>();
        foreach (Match opening in Opening.Matches(text))
        {
            if (!opening.Groups["denied"].Success) Read(text, opening.Index + opening.Length, options, stated);
            if (stated.Count > 1) return stated;
        }
        foreach (Match declared in Declared.Matches(text))
        {
            if (declared.Groups["if"].Success || declared.Groups["unless"].Success || options.Lettered(declared.Groups["letter"].ValueSpan[0]) is not { } option) continue;
            stated.Add(option);
            if (stated.Count > 1) break;
        }
        return stated;
    }

    private static void Read(string text, int from, OptionTexts options, SortedSet<int> stated)
    {
        var line = text.Substring(from, Math.Min(text.Length - from, options.Longest + 100));
        var ending = Ending.Match(line);
        var value = ending.Success ? line[..ending.Index] : line;
        if (value.TrimEnd().EndsWith('?')) return;
        // Before the letter: an option may itself begin like one ("C. difficile colitis").
        if ((options.Equal(line.Split('\n')[0]) ?? options.Equal(value)) is { } named)
        {
            stated.Add(named);
            return;
        }
        var at = line.StartsWith('(') ? 1 : 0;
        if (at >= line.Length || !char.IsAsciiLetter(line[at]) || options.Lettered(line[at]) is not { } option) return;
        var rest = line[(at + 1)..];
        if (!StandsAlone(line[at], bracketed: at == 1, rest, option, options)) return;
        stated.Add(option);
        if (Another.Match(rest) is { Success: true } another && options.Lettered(another.Groups["letter"].ValueSpan[0]) is { } second) stated.Add(second);
        foreach (Match next in Next.Matches(line.Split('\n')[0]))
            if (options.Lettered(next.Groups["letter"].ValueSpan[0]) is { } third && options.BeginsLike(third, line[(next.Index + next.Length)..])) stated.Add(third);
    }

    /// <summary>Tells the option B in "the answer is B because ..." from the words of "the answer is a beta blocker".</summary>
    private static bool StandsAlone(char letter, bool bracketed, string rest, int option, OptionTexts options)
    {
        var after = rest.AsSpan().Trim(" .:)*_`\"'\r\n}");
        if (after.StartsWith("?")) return false;
        if (bracketed) return rest.StartsWith(')');
        if (after.IsEmpty || after.StartsWith("</")) return true;
        if (!char.IsAsciiLetterUpper(letter)) return false;
        if (char.IsLetterOrDigit(rest[0]) || rest[0] is '\'' or '\u2019' or '-' or '+') return false;
        if (rest.StartsWith(". ", StringComparison.Ordinal) && char.IsLower(after[0])) return options.BeginsLike(option, rest[2..]);
        if (rest[0] == '/') return Another.IsMatch(rest);
        // An upper-case A may still be the article of a sentence.
        if (letter != 'A' || rest[0] != ' ') return true;
        var next = rest.AsSpan().TrimStart();
        return next.Length == 0 || !char.IsLetterOrDigit(next[0]) || next.StartsWith("because ") || next.StartsWith("since ") || next.StartsWith("as ")
            || Another.IsMatch(rest);
    }
}
