using System.Globalization;
using System.Text;

namespace MedHelm.Judging.Verdicts;

/// <summary>
/// Reads JSON as models write it: other quotes, bare names, comments, commas too many or missing, line breaks and quotes inside strings,
/// braces missing at the end. Finds the objects in whatever stands around them. Never throws; the work is bounded, so that a hostile text
/// costs no more than a long one.
/// </summary>
internal sealed class LooseJson
{
    private const int Deepest = 32;
    private const int LongestName = 200;
    // Steps for each character: enough for nesting, far from the square of the length.
    private const int WorkPerCharacter = 40;

    private readonly string text;
    private int at;
    private long work;

    private LooseJson(string text)
    {
        this.text = text;
        work = 1_000 + (long)text.Length * WorkPerCharacter;
    }

    /// <summary>Every object that is not part of another one, in order. One that is not <see cref="JsonPiece.Whole"/> runs to the end of the text; what begins inside it follows it.</summary>
    public static IReadOnlyList<JsonPiece> ObjectsIn(string text)
    {
        var reader = new LooseJson(text);
        var found = new List<JsonPiece>();
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0 && reader.work > 0; start = text.IndexOf('{', start))
        {
            reader.at = start;
            if (reader.ReadObject(Deepest) is { } piece)
            {
                found.Add(piece);
                start = piece.Whole ? reader.at : start + 1;
            }
            else
            {
                start++;
            }
            if (start >= text.Length) break;
        }
        return found;
    }

    private bool AtEnd => at >= text.Length || work <= 0;

    // Null where it is no object at all.
    private JsonPiece? ReadObject(int depth)
    {
        if (depth == 0) return null;
        var piece = new JsonPiece { Kind = JsonPieceKind.Object };
        at++;
        while (true)
        {
            Skip(commas: true);
            if (AtEnd) return Cut(piece);
            if (text[at] == '}')
            {
                at++;
                return piece;
            }
            if (ReadName() is not { } name) return AtEnd ? Cut(piece) : null;
            Skip();
            if (AtEnd) return Cut(piece);
            if (text[at] != ':') return null;
            at++;
            Skip();
            if (AtEnd) return Cut(piece);
            if (ReadValue(depth - 1) is not { } value) return null;
            piece.Members.Add((name, value));
            if (!value.Whole) return Cut(piece);
        }
    }

    private JsonPiece? ReadList(int depth)
    {
        if (depth == 0) return null;
        var piece = new JsonPiece { Kind = JsonPieceKind.List };
        at++;
        while (true)
        {
            Skip(commas: true);
            if (AtEnd) return Cut(piece);
            if (text[at] == ']')
            {
                at++;
                return piece;
            }
            if (ReadValue(depth - 1) is not { } value) return null;
            piece.Items.Add(value);
            if (!value.Whole) return Cut(piece);
        }
    }

    private JsonPiece? ReadValue(int depth) => text[at] switch
    {
        '{' => ReadObject(depth),
        '[' => ReadList(depth),
        var c when ClosingOf(c) is not null => ReadText(isName: false),
        _ => ReadBare(),
    };

    private string? ReadName()
    {
        if (ClosingOf(text[at]) is not null)
        {
            var quoted = ReadText(isName: true);
            return quoted.Whole ? quoted.Text : null;
        }
        if (!char.IsLetter(text[at]) && text[at] != '_') return null;
        var start = at;
        while (!AtEnd && at - start <= LongestName && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or ' '))
        {
            at++;
            work--;
        }
        return text[start..at].Trim();
    }

    private JsonPiece ReadText(bool isName)
    {
        var close = ClosingOf(text[at])!.Value;
        var curly = text[at] == '“';
        at++;
        var content = new StringBuilder();
        for (; !AtEnd; at++, work--)
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                at++;
                Unescape(content);
            }
            else if ((c == close || (curly && c == '"')) && Ends(isName))
            {
                at++;
                return new JsonPiece { Kind = JsonPieceKind.Text, Text = content.ToString() };
            }
            else
            {
                content.Append(c);
            }
        }
        return new JsonPiece { Kind = JsonPieceKind.Text, Text = content.ToString(), Whole = false };
    }

    private JsonPiece? ReadBare()
    {
        var start = at;
        while (!AtEnd && text[at] is not (',' or '}' or ']' or '{' or '\n' or '\r') && !IsComment(at))
        {
            at++;
            work--;
        }
        // A number at the very end may go on.
        var bare = text[start..at].Trim();
        return bare.Length == 0 ? null : new JsonPiece { Kind = JsonPieceKind.Bare, Text = bare, Whole = !AtEnd };
    }

    // A quote inside a string that was not escaped is followed by more of the string.
    private bool Ends(bool isName)
    {
        var next = at + 1;
        var newLine = false;
        for (; next < text.Length && char.IsWhiteSpace(text[next]); next++, work--) newLine |= text[next] == '\n';
        if (next >= text.Length) return true;
        return isName ? text[next] == ':' : text[next] is ',' or '}' or ']' || (newLine && ClosingOf(text[next]) is not null) || IsComment(next);
    }

    private void Unescape(StringBuilder content)
    {
        if (text[at] == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
        {
            content.Append((char)code);
            at += 4;
            return;
        }
        content.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
    }

    private void Skip(bool commas = false)
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(text[at]) || (commas && text[at] is ',' or ';')) at++;
            else if (IsComment(at)) SkipComment();
            else return;
            work--;
        }
    }

    private bool IsComment(int position) => position + 1 < text.Length && text[position] == '/' && text[position + 1] is '/' or '*';

    private void SkipComment()
    {
        var end = text[at + 1] == '*' ? text.IndexOf("*/", at + 2, StringComparison.Ordinal) : text.IndexOf('\n', at);
        work -= (end < 0 ? text.Length : end) - at;
        at = end < 0 ? text.Length : text[at + 1] == '*' ? end + 2 : end;
    }

    private static char? ClosingOf(char quote) => quote switch { '"' => '"', '\'' => '\'', '`' => '`', '“' => '”', '‘' => '’', _ => null };

    private static JsonPiece Cut(JsonPiece piece)
    {
        piece.Whole = false;
        return piece;
    }
}
