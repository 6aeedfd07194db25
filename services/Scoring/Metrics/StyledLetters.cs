using System.Text;

namespace MedHelm.Scoring.Metrics;

/// <summary>Letters of Latin that are written in full width, in a circle, or in one of Unicode's mathematical alphabets.</summary>
internal static class StyledLetters
{
    private const int Alphabet = 26;

    /// <summary>The text with such letters as plain ones.</summary>
    internal static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(Plain(rune));
        return plain.ToString();
    }

    private static Rune Plain(Rune rune) => rune.Value switch
    {
        >= 0xFF21 and <= 0xFF3A => Letter(rune.Value - 0xFF21),
        >= 0xFF41 and <= 0xFF5A => Letter(rune.Value - 0xFF41 + Alphabet),
        >= 0x24B6 and <= 0x24E9 => Letter(rune.Value - 0x24B6),
        >= 0x1D400 and <= 0x1D6A3 => Letter((rune.Value - 0x1D400) % (2 * Alphabet)),
        _ => rune,
    };

    private static Rune Letter(int place) => new(place < Alphabet ? 'A' + place : 'a' + place - Alphabet);
}
