using System.Text;

namespace MedHelm.Scoring.Metrics.Overlap;

/// <summary>One rule of Porter's algorithm: an ending and what takes its place.</summary>
/// <param name="suffix">The ending.</param>
/// <param name="replacement">What takes its place; never longer.</param>
/// <param name="measured">Letters of the ending that count to the stem when its measure is taken.</param>
/// <param name="afterSOrT">The stem must end in s or t.</param>
internal sealed class StemRule(string suffix, string replacement, int measured = 0, bool afterSOrT = false)
{
    private readonly byte[] ending = Encoding.ASCII.GetBytes(suffix);
    private readonly byte[] put = Encoding.ASCII.GetBytes(replacement);

    /// <summary>The last letter but one of the ending, by which rules are found.</summary>
    internal byte Key => ending[^2];

    internal bool Fits(ReadOnlySpan<byte> word) => word.EndsWith(ending);

    /// <summary>The length of the word after the rule; unchanged when the measure of its stem is too small.</summary>
    internal int Apply(Span<byte> word, int least)
    {
        var stem = word.Length - ending.Length;
        if (PorterStemmer.Measure(word[..(stem + measured)]) < least) return word.Length;
        if (afterSOrT && word[stem - 1] is not ((byte)'s' or (byte)'t')) return word.Length;
        put.CopyTo(word[stem..]);
        return stem + put.Length;
    }

    /// <summary>Rules by <see cref="Key"/>, keeping their order.</summary>
    internal static StemRule[][] Table(params StemRule[] rules)
    {
        var table = new StemRule[128][];
        for (var key = 0; key < table.Length; key++) table[key] = [.. rules.Where(rule => rule.Key == key)];
        return table;
    }
}
