using System.Globalization;
using System.Text;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Splits texts into words and marks in lower case. A word is a run of letters, digits and combining marks, in which an apostrophe between letters and a full
/// stop or comma between digits stay; every other character that is not white space stands alone. Texts read by one tokenizer share their numbers.
/// </summary>
internal sealed class FragmentTokenizer
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Different words and marks so far.</summary>
    internal int Vocabulary => numbers.Count;

    internal int[] Read(string text)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        // Lower case never lengthens a text here, because it goes character by character.
        var lower = text.ToLowerInvariant().AsSpan();
        var found = new List<int>(lower.Length / 4);
        for (var start = 0; start < lower.Length;)
        {
            var length = Next(lower[start..], out var isSpace);
            if (!isSpace)
            {
                var word = lower.Slice(start, length);
                if (!lookup.TryGetValue(word, out var number)) numbers[word.ToString()] = number = numbers.Count;
                found.Add(number);
            }
            start += length;
        }
        return [.. found];
    }

    private static int Next(ReadOnlySpan<char> text, out bool isSpace)
    {
        Rune.DecodeFromUtf16(text, out var first, out var length);
        isSpace = Rune.IsWhiteSpace(first) || Rune.IsControl(first);
        if (!InWord(first)) return length;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var next, out var consumed);
            if (!InWord(next) && !Joins(text, length)) break;
            length += consumed;
        }
        return length;
    }

    private static bool Joins(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length) return false;
        var (before, after) = (text[at - 1], text[at + 1]);
        return text[at] switch
        {
            '\'' or '\u2019' => char.IsLetter(before) && char.IsLetter(after),
            '.' or ',' => char.IsAsciiDigit(before) && char.IsAsciiDigit(after),
            _ => false,
        };
    }

    private static bool InWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
