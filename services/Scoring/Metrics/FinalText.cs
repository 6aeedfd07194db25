namespace MedHelm.Scoring.Metrics;

/// <summary>What a reasoning model says after it has thought aloud: its thoughts weigh answers that it may not give.</summary>
internal static class FinalText
{
    private const string Closing = "</think>";

    /// <summary>The text behind the last closing tag of thoughts; all of it where there is none, or nothing behind it.</summary>
    internal static string Of(string text) =>
        text.LastIndexOf(Closing, StringComparison.OrdinalIgnoreCase) is var at and >= 0 && !text.AsSpan(at + Closing.Length).IsWhiteSpace() ? text[(at + Closing.Length)..] : text;
}
