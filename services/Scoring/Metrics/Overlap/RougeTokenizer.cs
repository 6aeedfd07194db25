using System.Buffers;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>
/// Splits texts into words as Google's rouge_score does: lower case, every character but a-z and 0-9 separates, and with stemming words of more than
/// three characters are stemmed. Texts read by one tokenizer share their numbers.
/// </summary>
internal sealed class RougeTokenizer(bool stemmed) : IDisposable
{
    private const int LongestUnstemmed = 3;
    // The only characters beyond ASCII whose lower case, as Python gives it, begins with an ASCII letter; a dot follows that of the second.
    private const char Kelvin = '\u212a';
    private const char DottedI = '\u0130';

    private readonly WordTable words = new();
    private readonly WordTable stems = new();
    private int[] stemOf = ArrayPool<int>.Shared.Rent(512);

    /// <summary>Different words so far.</summary>
    internal int Vocabulary => stemmed ? stems.Count : words.Count;

    internal WordSequence Read(string text)
    {
        var word = ArrayPool<byte>.Shared.Rent(text.Length + 1);
        var found = ArrayPool<int>.Shared.Rent(text.Length / 2 + 1);
        var (length, count, lineStart) = (0, 0, 0);
        var lineEnds = new List<int>();
        foreach (var c in text)
        {
            var letter = Letter(c);
            if (letter != 0) word[length++] = letter;
            if (letter != 0 && c != DottedI) continue;
            if (length > 0) found[count++] = Number(word.AsSpan(0, length));
            length = 0;
            if (c == '\n' && count > lineStart) lineEnds.Add(lineStart = count);
        }
        if (length > 0) found[count++] = Number(word.AsSpan(0, length));
        if (count > lineStart) lineEnds.Add(count);
        var sequence = new WordSequence(found[..count], [.. lineEnds]);
        ArrayPool<byte>.Shared.Return(word);
        ArrayPool<int>.Shared.Return(found);
        return sequence;
    }

    public void Dispose()
    {
        words.Dispose();
        stems.Dispose();
        ArrayPool<int>.Shared.Return(stemOf);
    }

    private static byte Letter(char c) => c switch
    {
        >= 'a' and <= 'z' or >= '0' and <= '9' => (byte)c,
        >= 'A' and <= 'Z' => (byte)(c | 0x20),
        Kelvin => (byte)'k',
        DottedI => (byte)'i',
        _ => 0,
    };

    private int Number(Span<byte> word)
    {
        var number = words.Number(word, out var isNew);
        if (!stemmed) return number;
        if (!isNew) return stemOf[number];
        if (number == stemOf.Length) Grow();
        var length = word.Length > LongestUnstemmed ? PorterStemmer.Stem(word) : word.Length;
        return stemOf[number] = stems.Number(word[..length], out _);
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(2 * stemOf.Length);
        stemOf.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(stemOf);
        stemOf = larger;
    }
}
