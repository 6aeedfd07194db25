using System.Globalization;
using System.Text;

namespace MedHelm.Scoring.Encoders.Onnx;

/// <summary>
/// The words of a text as BERT's own tokeniser sees them (Devlin et al. 2019): control characters away, white space, punctuation and each
/// Chinese character on its own part words; without case also small letters without accents.
/// </summary>
internal static class BasicWords
{
    private const int Replacement = 0xFFFD;

    internal static IEnumerable<string> Of(string text, bool cased)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                if (word.Length > 0) yield return Taken(word);
                continue;
            }
            if (rune.Value is 0 or Replacement || IsControl(rune)) continue;
            if (!IsPunctuation(rune) && !IsChinese(rune.Value))
            {
                Append(word, rune, cased);
                continue;
            }
            if (word.Length > 0) yield return Taken(word);
            yield return rune.ToString();
        }
        if (word.Length > 0) yield return Taken(word);
    }

    private static string Taken(StringBuilder word)
    {
        var text = word.ToString();
        word.Clear();
        return text;
    }

    private static void Append(StringBuilder word, Rune rune, bool cased)
    {
        if (cased)
        {
            word.Append(rune);
            return;
        }
        var small = Rune.ToLowerInvariant(rune);
        if (Rune.GetUnicodeCategory(small) == UnicodeCategory.NonSpacingMark) return;
        if (small.IsBmp) word.Append(LetterAccents.Without((char)small.Value));
        else word.Append(small);
    }

    // Tab and line breaks are white space here, and no control characters.
    private static bool IsSpace(Rune rune) => rune.Value is '\t' or '\n' or '\r' or 0x2028 or 0x2029 || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    // Every ASCII sign that is no letter and no digit counts, also those that Unicode calls symbols.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private static bool IsChinese(int code) => code is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
