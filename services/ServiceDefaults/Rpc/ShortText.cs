using System.Text;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>Text cut to what fits into the trailers of a call: many clients drop the whole error when those exceed 8 KiB.</summary>
internal static class ShortText
{
    private const string Cutoff = "...";

    /// <summary>The text, or its beginning, at most so many characters and the dots.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + Cutoff;
    }

    /// <summary>The text, or its beginning, at most so many bytes when percent-encoded as gRPC does it.</summary>
    public static string CutEncoded(string text, int most)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Value is >= ' ' and <= '~' and not '%' ? 1 : 3 * rune.Utf8SequenceLength;
            if (bytes > most) return text[..length] + Cutoff;
            length += rune.Utf16SequenceLength;
        }
        return text;
    }
}
