using System.Text.RegularExpressions;

namespace MedHelm.Inference.Providers.Baselines;

/// <summary>What a rule can read off a prompt: options, sentences, words.</summary>
internal static partial class PromptText
{
    /// <summary>The options "A. text", one a line; empty when the prompt offers none.</summary>
    public static IReadOnlyList<(string Letter, string Text)> Options(string prompt) =>
        [.. OptionLine().Matches(prompt).Select(match => (match.Groups["letter"].Value, match.Groups["text"].Value.Trim()))];

    /// <summary>The prompt without its option lines.</summary>
    public static string WithoutOptions(string prompt) => OptionLine().Replace(prompt, "");

    /// <summary>Sentences and lines of some length, in order.</summary>
    public static IReadOnlyList<string> Sentences(string text) =>
        [.. SentenceEnd().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 20)];

    /// <summary>Distinct lower-case words of three letters or more.</summary>
    public static HashSet<string> Words(string text) =>
        [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"^(?<letter>[A-Z])\. (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionLine();

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}\p{Nd}]{3,}", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
