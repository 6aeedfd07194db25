using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>Reads findings: the word CORRECT, or the number of the wrong sentence before its correction.</summary>
internal static class Findings
{
    internal const string Correct = "CORRECT";

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Introduction = @"^\W*(?:(?:(?:[Ff]inal\s+|[Mm]y\s+)?[Aa]nswer|[Oo]utput)\s*(?:is\b)?\s*[:=]?\W*)?";

    private static readonly Regex LeadingInteger = new("^[0-9]+", Linear);

    private static readonly Regex CorrectAlone = new(Introduction + @"correct[^\w\n:]*(?:\n|$)", Linear | RegexOptions.IgnoreCase);

    // In capitals before a sentence's end only: "Correct sentence: ..." and "Correct: the dose is ..." introduce a correction.
    private static readonly Regex CorrectThenText = new(Introduction + @"CORRECT[""'*_]*(?:[.,;!]|\s+[-\u2013\u2014]\s)", Linear);

    // Of the text as a whole; "sentence 3 is correct" says nothing of the others.
    private static readonly Regex NoError = new(
        @"^\W*(?:(?:the|this)\s+(?:(?:clinical|medical|given|provided)\s+)?(?:text|note|narrative|report|document)\s+(?:is|appears|seems)\s+(?:to\s+be\s+)?(?:\w+ly\s+)?correct|all\s+(?:the\s+)?sentences\s+are\s+(?:\w+ly\s+)?correct"
        + @"|(?:there\s+(?:is|are)\s+)?no\s+(?:(?:medical|clinical|factual)\s+)?errors?(?:\s+(?:is|are|was|were))?(?:\s+(?:found|present|detected|identified))?(?:\s+in\s+(?:the|this)\s+(?:(?:clinical|medical)\s+)?(?:text|note|narrative|report))?)\W*(?:[.!\n]|$)",
        Linear | RegexOptions.IgnoreCase);

    // Reasoning first and the finding last. Without a word before it, only in the asked form, so that a numbered list is none.
    private static readonly Regex Last = new(@"^\W*(?:(?:(?:[Ff]inal\s+)?[Aa]nswer|[Oo]utput)\s*(?:is\b)?\s*[:=]?\W*(?:(?<correct>(?i:correct))[^\w:]*$|(?:[Ss]entence\s+)?(?<id>[0-9]{1,3})\b)|(?<correct>CORRECT)[^\w:]*$|(?<id>[0-9]{1,3})\s+[A-Z])", Linear);

    private static readonly Regex Number = new(
        Introduction + @"(?:(?:the\s+)?(?:(?:error|wrong|incorrect)\s+)?(?:(?:is\s+)?in\s+)?sentence\s*(?:id|number|no\.?)?\s*(?:is\b)?\W*)?(?<id>[0-9]{1,6})", Linear | RegexOptions.IgnoreCase);

    private static readonly Regex Named = new(@"(?:\b|_)sentence[\s_]*(?:id|number|no\.?)?[""']?\s*(?:is\b)?\s*[:#=(]?\s*[""'*]*(?<id>[0-9]{1,6})\b", Linear | RegexOptions.IgnoreCase);

    private static readonly Regex Goes = new(@"^(?:$|\s|[.:)\]*_""',;|]+(?:$|[^0-9])|[-\u2013\u2014]\s)", Linear);

    /// <summary>What the answer says; null when it says neither that the note is correct nor which one sentence is wrong.</summary>
    internal static Finding? Of(string answer)
    {
        answer = FinalText.Of(answer);
        if (JsonField.LastAnswer(answer) is { } field) return Read(field) is { } found ? found with { Rule = "json:" + found.Rule } : null;
        return Read(answer);
    }

    /// <summary>What the instance's correct reference says, or the reason why it cannot be used.</summary>
    internal static (Finding? Finding, UnscoredReason Problem, string Detail) OfReference(References references)
    {
        if (references.CorrectTexts.FirstOrDefault() is not { } text) return (null, UnscoredReason.NoReference, "");
        if (text.Trim() == Correct) return (new(null, ""), default, "");
        return LeadingInteger.Match(text.Trim()) is { Success: true } number && int.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (new(id, ""), default, "")
            : (null, UnscoredReason.ReferenceUnusable, "the reference must be CORRECT or begin with the number of a sentence");
    }

    private static Finding? Read(string text)
    {
        if (CorrectAlone.IsMatch(text)) return new(null, "correct");
        if (CorrectThenText.IsMatch(text)) return new(null, "correct_then_text");
        if (NoError.IsMatch(text)) return new(null, "stated_correct");
        if (InLastLine(text) is { } last) return last;
        if (Number.Match(text) is { Success: true } leading && StandsAlone(text, leading.Groups["id"])) return new(Id(leading), "sentence_id");
        int[] named = [.. Named.Matches(text).Select(Id).Distinct()];
        return named.Length == 1 ? new(named[0], "named_sentence") : null;
    }

    private static Finding? InLastLine(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var line = trimmed.LastIndexOf('\n');
        // What begins with a number is in the asked form already.
        if (line < 0 || char.IsAsciiDigit(trimmed[0]) || Last.Match(trimmed[(line + 1)..].ToString()) is not { Success: true } last) return null;
        return last.Groups["correct"].Success ? new(null, "last_line") : new(Id(last), "last_line");
    }

    /// <summary>Tells a sentence's number from "54-year-old", "2.5 mg" and "-1".</summary>
    private static bool StandsAlone(string text, Group id)
    {
        var end = id.Index + id.Length;
        return (id.Index == 0 || text[id.Index - 1] != '-') && Goes.IsMatch(text[end..Math.Min(text.Length, end + 20)]);
    }

    private static int Id(Match match) => int.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture);
}
