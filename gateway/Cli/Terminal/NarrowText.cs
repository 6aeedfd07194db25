using System.Text;

namespace MedHelm.Cli.Terminal;

/// <summary>Breaks names into short lines, so that a table column can be narrower than what it is called.</summary>
internal static class NarrowText
{
    /// <summary>Breaks at spaces; a word that is too long breaks after the joints of identifiers, and is cut where it has none.</summary>
    public static string Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var piece in text.Split(' ').SelectMany(word => word.Length <= width ? [$"{word} "] : Pieces($"{word} ", width)))
        {
            if (line.Length > 0 && line.Length + piece.TrimEnd().Length > width)
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }
            line.Append(piece);
        }
        lines.Add(line.ToString().TrimEnd());
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        var start = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var joint = word[i] is ' ' or '/' or '-' or '_' or ':' or '+';
            if (!joint && i - start + 1 < width)
                continue;
            yield return word[start..(i + 1)];
            start = i + 1;
        }
        if (start < word.Length)
            yield return word[start..];
    }
}
