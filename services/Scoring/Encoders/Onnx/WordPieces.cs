using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MedHelm.Scoring.Encoders.Onnx;

/// <summary>
/// BERT's WordPiece tokeniser over a vocab.txt, a token a line (Devlin et al. 2019): each word is the longest pieces the vocabulary has, from
/// the left, or [UNK] as a whole. Written here because Microsoft.ML.Tokenizers 2.0.1 glues words at line breaks and drops signs such as $ and +.
/// </summary>
internal sealed partial class WordPieces
{
    /// <summary>Tokens that BERT takes, [CLS] and [SEP] included.</summary>
    internal const int MostTokens = 512;

    private const int LongestWord = 100;
    private const string Continued = "##";

    private readonly FrozenDictionary<string, int> ids;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> byPiece;
    private readonly bool cased;
    private readonly int longestPiece;

    private WordPieces(FrozenDictionary<string, int> ids, bool cased)
    {
        (this.ids, this.cased) = (ids, cased);
        byPiece = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        longestPiece = ids.Keys.Max(piece => piece.Length);
        (Unknown, Start, End, Padding) = (ids["[UNK]"], ids["[CLS]"], ids["[SEP]"], ids["[PAD]"]);
    }

    internal int Unknown { get; }

    internal int Start { get; }

    internal int End { get; }

    internal int Padding { get; }

    /// <exception cref="InvalidDataException">It is no vocabulary; the message says what it lacks.</exception>
    internal static WordPieces Read(IEnumerable<string> lines, bool cased)
    {
        var numbered = new Dictionary<string, int>(StringComparer.Ordinal);
        var line = 0;
        foreach (var token in lines) numbered[token.TrimEnd('\r')] = line++;
        string[] missing = [.. new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]" }.Where(token => !numbered.ContainsKey(token))];
        return missing.Length == 0
            ? new(numbered.ToFrozenDictionary(StringComparer.Ordinal), cased)
            : throw new InvalidDataException($"the vocabulary has no {string.Join(", ", missing)}; it must be BERT's, a token a line");
    }

    /// <summary>[CLS], the text's tokens, [SEP]; and whether tokens were left off to stay within the most there may be.</summary>
    internal (int[] Ids, bool Cut) Encode(string text)
    {
        var tokens = new List<int> { Start };
        foreach (var token in Tokens(text))
        {
            if (tokens.Count == MostTokens - 1) return ([.. tokens, End], true);
            tokens.Add(token);
        }
        return ([.. tokens, End], false);
    }

    /// <summary>By id, as bert_score has it: a text that spells out [SEP] has that token.</summary>
    internal bool IsSpecial(int id) => id == Start || id == End;

    private IEnumerable<int> Tokens(string text)
    {
        foreach (var part in SpelledOut().Split(text))
        {
            if (part.StartsWith('[') && SpelledOut().IsMatch(part) && ids.TryGetValue(part, out var id)) yield return id;
            else
                foreach (var word in BasicWords.Of(part, cased))
                    foreach (var piece in Pieces(word)) yield return piece;
        }
    }

    private List<int> Pieces(string word)
    {
        var pieces = new List<int>();
        if (word.Length > LongestWord && word.EnumerateRunes().Count() > LongestWord) return [Unknown];
        for (var from = 0; from < word.Length;)
        {
            // The first piece is looked up bare, the others with the sign of continuation before them.
            var lead = from == 0 ? 0 : Continued.Length;
            var length = Math.Min(word.Length - from, longestPiece - lead);
            var rest = from == 0 ? word : string.Concat(Continued, word.AsSpan(from));
            var id = -1;
            while (length > 0 && !byPiece.TryGetValue(rest.AsSpan(0, lead + length), out id)) length--;
            if (length == 0) return [Unknown];
            pieces.Add(id);
            from += length;
        }
        return pieces;
    }

    [GeneratedRegex(@"(?<token>\[(?:CLS|SEP|UNK|PAD|MASK)\])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SpelledOut();
}
