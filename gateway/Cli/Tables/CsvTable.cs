using System.Text;

namespace MedHelm.Cli.Tables;

/// <summary>A CSV file with a header line. Names of columns are found whatever their case; a byte order mark is skipped.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);

    private CsvTable(string file, string[] columns)
    {
        File = file;
        Columns = columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length > 0 && !places.TryAdd(columns[i], i))
                throw new CommandFailure(ExitCodes.BadUsage, $"{file} line 1: column '{columns[i]}' is there twice", "Give every column a name of its own.");
        }
    }

    /// <summary>As it was named.</summary>
    public string File { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<CsvRow> Rows { get; private init; } = [];

    /// <summary>Reads it; it must have the columns and at least one row.</summary>
    /// <exception cref="CommandFailure">It cannot be used; says file, line, column and what to do.</exception>
    public static CsvTable Read(string file, params IReadOnlyList<string> required)
    {
        var records = CsvText.Records(Text(file), file).ToList();
        if (records.Count == 0)
            throw new CommandFailure(ExitCodes.BadUsage, $"{file} is empty", $"Its first line must name the columns, such as {string.Join(',', required)}.");
        var header = new CsvTable(file, [.. records[0].Cells.Select(c => c.Trim())]);
        if (required.Where(column => !header.Has(column)).ToList() is { Count: > 0 } missing)
            throw new CommandFailure(ExitCodes.BadUsage, $"{file} line 1: has no column {string.Join(", ", missing.Select(m => $"'{m}'"))}", $"It has {string.Join(", ", header.Columns)}. Name the columns in the first line.");
        var rows = new List<CsvRow>(records.Count - 1);
        foreach (var (line, cells) in records.Skip(1))
        {
            if (cells.Length != header.Columns.Count)
                throw new CommandFailure(ExitCodes.BadUsage, $"{file} line {line}: has {cells.Length} cells, but the first line names {header.Columns.Count} columns", "Put quotes around cells that hold commas.");
            rows.Add(new CsvRow(header, line, cells));
        }
        return rows.Count > 0
            ? new CsvTable(file, [.. header.Columns]) { Rows = rows }
            : throw new CommandFailure(ExitCodes.BadUsage, $"{file} has no rows below the names of its columns", "Add a row for each value.");
    }

    public bool Has(string column) => places.ContainsKey(column);

    /// <summary>Null where there is no such column.</summary>
    public int? Place(string column) => places.TryGetValue(column, out var place) ? place : null;

    private static string Text(string file)
    {
        try
        {
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailure(ExitCodes.BadUsage, $"{file} is not UTF-8 text", "Save it as CSV in UTF-8.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCodes.BadUsage, $"{file} is not there");
        }
    }
}
