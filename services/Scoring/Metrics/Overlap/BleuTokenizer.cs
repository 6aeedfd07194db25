using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Splits texts into words as the WMT's mteval-v13a does, sacreBLEU's default: case stays, ASCII punctuation and symbols stand alone, but for
/// full stops and commas between digits, hyphens not after a digit, and apostrophes. Texts read by one tokenizer share their numbers.
/// </summary>
internal sealed partial class BleuTokenizer
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Different words so far.</summary>
    internal int Vocabulary => numbers.Count;

    internal int[] Read(string text) => [.. Split(text).Select(Number)];

    internal static string[] Split(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        text = Symbol().Replace($" {text} ", " ${symbol} ");
        text = StopAfterOther().Replace(text, "${other} ${stop} ");
        text = StopBeforeOther().Replace(text, " ${stop} ${other}");
        return PythonText.Words(HyphenAfterDigit().Replace(text, "${digit} - "));
    }

    private int Number(string word)
    {
        if (!numbers.TryGetValue(word, out var number)) numbers[word] = number = numbers.Count;
        return number;
    }

    [GeneratedRegex(@"(?<symbol>[!-&(-+/:-@\[-`{-~])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Symbol();

    [GeneratedRegex(@"(?<other>[^0-9])(?<stop>[.,])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StopAfterOther();

    [GeneratedRegex(@"(?<stop>[.,])(?<other>[^0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StopBeforeOther();

    [GeneratedRegex(@"(?<digit>[0-9])-", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HyphenAfterDigit();
}
