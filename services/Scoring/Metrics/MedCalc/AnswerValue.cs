using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>
/// Reads the one value that an answer gives, whatever stands around it. Ordered rules; the first that applies decides, and its name is
/// recorded with the score. An answer field of JSON is read instead of the text around it.
/// </summary>
internal static class AnswerValue
{
    internal const string JsonPrefix = "json:";
    internal const string Only = "only";
    internal const string Stated = "stated";
    internal const string OutsideBrackets = "outside_brackets";
    internal const string FirstLine = "first_line";
    internal const string LastSentence = "last_sentence";
    internal const string LastIs = "last_is";

    // Answers are given at the end; what is longer than this is reasoning.
    private const int LengthRead = 65_536;
    private const int StatementReach = 60;
    private const int ShortLine = 40;

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private static readonly Regex AnswerKey = new("""["']answer["']\s*:""", Linear);

    private static readonly Regex Statement = new(@"\banswer\b[*_""'`\s]*(?:\([^)\n]{0,40}\)\s*)?(?:is\b|:|=|(?:would|should)\s+be\b)|\\boxed\s*\{|<answer>", Linear);

    private static readonly Regex Is = new(@"\b(?:is|equals|gives|yields|totals?|approximately|about|results?\s+(?:in|of))\b|[=\u2248]", Linear);

    private static readonly Regex SentenceBreak = new(@"[.!?;]\s+|\n", Linear);

    /// <param name="find">Finds every value of the wanted kind, in the order of the text.</param>
    internal static ReadValue Of(string text, Func<string, IReadOnlyList<Candidate>> find)
    {
        text = FinalText.Of(text[Math.Max(0, text.Length - LengthRead)..]);
        if (JsonField.LastAnswer(text) is not { } field) return Pick(text, find(text));
        // The value of the field: all behind its key where it is a list or a tuple without quotes.
        var value = field.Length == 0 || (field.Contains('(', StringComparison.Ordinal) && !field.Contains(')', StringComparison.Ordinal)) ? BehindKey(text) ?? field : field;
        var read = Pick(value, find(value));
        return read with { Rule = JsonPrefix + read.Rule };
    }

    private static ReadValue Pick(string text, IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count == 0) return new(null, "", Ambiguous: false);
        if (Same(candidates) is { } only) return new(only, Only, false);
        if (After(Statement, text, candidates) is { } stated) return new(stated, Stated, false);
        if (Same([.. candidates.Where(c => !Bracketed(text, c))]) is { } bare) return new(bare, OutsideBrackets, false);
        if (InFirstLine(text, candidates) is { } first) return new(first, FirstLine, false);
        if (InLastSentence(text, candidates) is { } last) return new(last, LastSentence, false);
        return After(Is, text, candidates) is { } equal ? new(equal, LastIs, false) : new(null, "", Ambiguous: true);
    }

    /// <summary>The value that all of them have.</summary>
    private static double? Same(IReadOnlyList<Candidate> candidates) =>
        candidates.Count > 0 && candidates.All(c => c.Value.Equals(candidates[0].Value)) ? candidates[0].Value : null;

    /// <summary>"33.9 (normal 80-120)": what brackets add to an answer.</summary>
    private static bool Bracketed(string text, Candidate candidate) =>
        text.AsSpan(Math.Max(0, candidate.Start - StatementReach), Math.Min(candidate.Start, StatementReach)) is var before && before.LastIndexOf('(') > before.LastIndexOf(')');

    /// <summary>The value close behind the last such mark that has one in its sentence.</summary>
    private static double? After(Regex mark, string text, IReadOnlyList<Candidate> candidates)
    {
        double? found = null;
        var next = 0;
        foreach (Match match in mark.Matches(text))
        {
            var end = match.Index + match.Length;
            while (next < candidates.Count && candidates[next].Start < end) next++;
            if (next == candidates.Count) break;
            if (text.AsSpan(end).TrimStart().StartsWith("not ", StringComparison.OrdinalIgnoreCase)) continue;
            if (candidates[next].Start - end <= StatementReach && !SentenceBreak.IsMatch(text[end..candidates[next].Start].TrimStart())) found = candidates[next].Value;
        }
        return found;
    }

    /// <summary>The value of a short first line that begins with it, such as "7.5 mg/dL" before an explanation.</summary>
    private static double? InFirstLine(string text, IReadOnlyList<Candidate> candidates)
    {
        var start = text.Length - text.AsSpan().TrimStart().TrimStart("*_`\"'(").Length;
        var end = text.IndexOf('\n', start);
        if (end < 0 || end - start > ShortLine) return null;
        Candidate[] inside = [.. candidates.Where(c => c.Start < end)];
        return inside.Length > 0 && inside[0].Start == start ? Same(inside) : null;
    }

    /// <summary>The value of the last sentence that has any, if it is the only one there.</summary>
    private static double? InLastSentence(string text, IReadOnlyList<Candidate> candidates)
    {
        var last = candidates[^1].Start;
        var from = SentenceBreak.Matches(text[..last]) is { Count: > 0 } breaks ? breaks[^1].Index + breaks[^1].Length : 0;
        return Same([.. candidates.Where(c => c.Start >= from)]);
    }

    private static string? BehindKey(string text) => AnswerKey.Matches(text) is { Count: > 0 } keys ? text[(keys[^1].Index + keys[^1].Length)..] : null;
}
