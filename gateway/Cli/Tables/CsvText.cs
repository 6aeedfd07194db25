using System.Text;

namespace MedHelm.Cli.Tables;

/// <summary>Splits comma-separated text into records (RFC 4180): quoted cells may hold commas, quotes and line ends.</summary>
internal static class CsvText
{
    /// <summary>Every record that is not an empty line, with the line it begins on, from 1.</summary>
    /// <exception cref="CommandFailure">A quote is never closed, or text follows a closed one.</exception>
    public static IEnumerable<(int Line, string[] Cells)> Records(string text, string file)
    {
        var (line, begins, at) = (1, 1, 0);
        var cells = new List<string>();
        while (at < text.Length)
        {
            var cell = text[at] == '"' ? Quoted(text, ref at, ref line, file) : Plain(text, ref at);
            cells.Add(cell);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                // A comma at the very end leaves an empty cell behind it.
                if (at < text.Length) continue;
                cells.Add("");
            }
            else
            {
                SkipLineEnd(text, ref at);
            }
            if (cells.Count > 1 || cells[0].Length > 0) yield return (begins, [.. cells]);
            cells.Clear();
            begins = ++line;
        }
    }

    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (',' or '\n' or '\r')) at++;
        return text[start..at];
    }

    private static string Quoted(string text, ref int at, ref int line, string file)
    {
        var opened = line;
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] != '"')
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == text.Length || text[at] is ',' or '\n' or '\r'
                    ? cell.ToString()
                    : throw new CommandFailure(ExitCodes.BadUsage, $"{file} line {line}: text follows a closing quote", "Double every quote inside a quoted cell, or leave the quotes out.");
            }
        }
        throw new CommandFailure(ExitCodes.BadUsage, $"{file} line {opened}: a quote is opened and never closed", "Close it; double every quote inside a quoted cell.");
    }

    private static void SkipLineEnd(string text, ref int at)
    {
        if (at < text.Length && text[at] == '\r') at++;
        if (at < text.Length && text[at] == '\n') at++;
    }
}
