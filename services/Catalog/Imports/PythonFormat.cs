using System.Text;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>Takes a prompt file apart as Python's str.format does. What has no counterpart in a template is a problem with its line.</summary>
internal static class PythonFormat
{
    private const int LongestQuote = 30;

    public static IReadOnlyList<FormatPiece> Parse(string file, string text, ProblemList problems)
    {
        var pieces = new List<FormatPiece>();
        var literal = new StringBuilder();
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            line += c == '\n' ? 1 : 0;
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{' && text.IndexOfAny(['{', '}'], i + 1) is var end and > 0 && text[end] == '}')
            {
                pieces.Add(new(literal.ToString(), IsField: false, line));
                literal.Clear();
                pieces.Add(Field(file, text[(i + 1)..end], line, problems));
                line += text.AsSpan(i, end - i).Count('\n');
                i = end;
            }
            else
            {
                problems.Add(file, line, $"has a stray \"{c}\"; write {c}{c} for a brace that is text, or {{column}} for the value of a column.");
            }
        }

        pieces.Add(new(literal.ToString(), IsField: false, line));
        return [.. pieces.Where(p => p.IsField || p.Text.Length > 0)];
    }

    private static FormatPiece Field(string file, string inside, int line, ProblemList problems)
    {
        var fault = inside switch
        {
            "" => "names no column; write the column's name between the braces",
            _ when inside.Contains('\n', StringComparison.Ordinal) => "spans lines; write {{ and }} for braces that are text",
            _ when inside.All(char.IsAsciiDigit) => "names a position; write the column's name",
            _ when inside.Contains('!', StringComparison.Ordinal) => "has a conversion (!), which is not supported; write the column's name alone, or {{ and }} for braces that are text",
            _ when inside.Contains(':', StringComparison.Ordinal) => "has a format specifier (:), which is not supported; write the column's name alone, or {{ and }} for braces that are text",
            _ when inside.AsSpan().ContainsAny('.', '[') => "reads an attribute or an index of a value, which is not supported; write the column's name alone",
            _ => null,
        };
        if (fault is not null)
            problems.Add(file, line, $"field {{{Shortened(inside)}}} {fault}.");
        return new(inside, IsField: true, line);
    }

    private static string Shortened(string text)
    {
        var first = text.Split('\n')[0];
        return first.Length > LongestQuote ? first[..LongestQuote] + "..." : first;
    }
}
