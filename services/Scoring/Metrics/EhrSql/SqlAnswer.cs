using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>The query an answer gives, without tags, fences and prose; null when it abstains. The rule says how that was read.</summary>
internal readonly record struct SqlAnswer(string? Sql, string Rule)
{
    private const int LengthRead = 200_000;

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private static readonly Regex OpeningTag = new(@"<\s*sql\s*>", Linear);

    private static readonly Regex ClosingTag = new(@"<\s*/?\s*sql\s*>", Linear);

    private static readonly Regex Fence = new("(?:```|~~~)[A-Za-z0-9]*", Linear);

    private static readonly string[] Fields = ["sql", "query", "sql_query", "answer"];

    private static readonly Regex Label = new(@"^[*_]*(?:sql(?:\s+query)?|query)\b\s*:?[*_]*\s*", Linear);

    // "With the tables given, ..." and "Update: ..." are prose, so words that open sentences must go on as SQL does.
    private static readonly Regex Statement = new(
        @"^(?:\s|\(|--[^\n]*\n|/\*[^*]*\*/)*(?:select\b|with\s+(?:recursive\s+)?[^\s(,]+\s*(?:\([^)]*\)\s*)?as\b|values\s*\(|explain\s+(?:query|select|with)\b|pragma\s|attach\s|detach\s"
        + @"|(?:insert|replace)\s+(?:or\s+\w+\s+)?into\b|update\s+[^\s]+\s+set\b|delete\s+from\b|(?:drop|create|alter)\s+(?:temp|temporary|unique|virtual|table|view|index|trigger)\b|vacuum\b|begin\s*(?:;|$|transaction|immediate|exclusive))",
        Linear);

    private static readonly Regex AfterProse = new(@"(?:^|[\n:])\s*(?<query>select\b|with\s+(?:recursive\s+)?[A-Za-z_][A-Za-z0-9_]*\s*(?:\([^)]*\)\s*)?as\b)", Linear);

    private static readonly Regex Nothing = new(@"^(?:null|none|n/a|\W*)$", Linear);

    internal static SqlAnswer Of(string text)
    {
        text = FinalText.Of(text[Math.Max(0, text.Length - LengthRead)..]);
        var (inner, rule) = Inside(text);
        inner = InField(Label.Replace(inner.Trim().Trim('`').Trim(), ""));
        if (Nothing.IsMatch(inner.Trim('"', '\'', ';', '.', ' '))) return new(null, inner.Length == 0 ? "empty" : "null");
        if (Statement.IsMatch(inner)) return new(inner, rule);
        return AfterProse.Match(inner) is { Success: true } found ? new(inner[found.Groups["query"].Index..], "after_prose") : new(null, "declined");
    }

    /// <summary>What stands between the last tags, else in the last fence, else all of it. Models end with their answer.</summary>
    private static (string Text, string Rule) Inside(string text)
    {
        if (OpeningTag.Matches(text) is { Count: > 0 } tags)
        {
            var tagged = Between(text, tags);
            return (Fenced(tagged) ?? tagged, "tags");
        }
        return Fenced(text) is { } fenced ? (fenced, "fence") : (text, "whole");
    }

    /// <summary>The query in an answer that is an object of JSON; empty when it is null there.</summary>
    private static string InField(string text)
    {
        if (!text.StartsWith('{')) return text;
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var name in Fields)
                if (document.RootElement.TryGetProperty(name, out var field) && field.ValueKind is JsonValueKind.String or JsonValueKind.Null) return field.GetString()?.Trim() ?? "";
        }
        catch (JsonException)
        {
            // No JSON after all.
        }
        return text;
    }

    private static string Between(string text, MatchCollection openings)
    {
        // "<sql>select 1<sql>" closes with a second opening tag; then nothing follows the last one.
        for (var i = openings.Count - 1; ; i--)
        {
            var from = openings[i].Index + openings[i].Length;
            var to = ClosingTag.Match(text, from) is { Success: true } end ? end.Index : text.Length;
            if (i == 0 || !text.AsSpan(from, to - from).IsWhiteSpace()) return text[from..to];
        }
    }

    private static string? Fenced(string text)
    {
        var fences = Fence.Matches(text);
        if (fences.Count == 0) return null;
        // Nothing behind the only one: it closes what stands before it.
        if (fences.Count == 1 && string.IsNullOrWhiteSpace(text[(fences[0].Index + fences[0].Length)..])) return text[..fences[0].Index];
        // An odd number: the last one was never closed.
        var open = fences[fences.Count % 2 == 1 ? fences.Count - 1 : fences.Count - 2];
        var rest = text[(open.Index + open.Length)..];
        return Fence.Match(rest) is { Success: true } close ? rest[..close.Index] : rest;
    }
}
