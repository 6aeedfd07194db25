using System.Globalization;
using CsvHelper;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Ratings;

/// <summary>
/// Reads a table of ratings (CSV, RFC 4180). What is wrong is told by line and column, never by what stands there: a cell in the wrong place may hold anything.
/// </summary>
internal static class RatingTableReader
{
    private const int LongestName = 200;
    // The jury's marks of one answer are repeated on the row of each rater, as decimals that may be rounded.
    private const double SameMark = 1e-3;

    /// <summary>The table; of no use when there are violations.</summary>
    public static RatingTable Read(string csv, IReadOnlyCollection<string> criteria, int scaleMin, int scaleMax, Violations violations)
    {
        using var text = new StringReader(csv.TrimStart('\ufeff'));
        var options = new CsvReaderOptions { Separator = ',', HasHeader = false, SkipEmptyLines = true, TrackLineNumbers = true, IncludeValuesInExceptions = false };
        using var records = CsvReader.Create(text, options, leaveOpen: true);
        try
        {
            if (!records.Read())
            {
                violations.Add("csv", "must be a table with a header, was empty.");
                return new([], [], []);
            }
            var columns = RatingColumns.Find(Cells(records), criteria, violations);
            if (columns.Rater < 0 || columns.Benchmark < 0 || columns.Instance < 0 || columns.Candidate < 0 || columns.Criteria.Count == 0)
            {
                if (columns.Count == 1 && columns.Name(0).AsSpan().ContainsAny(';', '\t', '|')) violations.Add("csv", "line 1: values must be separated by commas.");
                return new([], [], columns.Ignored);
            }
            var rows = Rows(records, columns, (scaleMin, scaleMax), violations);
            return new([.. columns.Criteria.Select(criterion => criterion.Name)], rows, columns.Ignored);
        }
        catch (CsvFormatException e)
        {
            violations.Add("csv", $"line {e.LineNumber}: a quotation mark is stray or never closed, or the row is too large; double the quotation marks inside quoted text.");
            return new([], [], []);
        }
    }

    private static List<RatingRow> Rows(CsvReader records, RatingColumns columns, (int Min, int Max) scale, Violations violations)
    {
        var rows = new List<RatingRow>();
        var lines = new Dictionary<(string, string, string, string), long>();
        var juries = new Dictionary<(string, string, string), (IReadOnlyList<double> Marks, long Line)>();
        var isEmpty = true;
        while (records.Read())
        {
            isEmpty = false;
            var line = records.LineNumber;
            var cells = Cells(records);
            if (cells.Length != columns.Count)
            {
                violations.Add("csv", $"line {line}: has {cells.Length} values, but the header names {columns.Count} columns; put texts that hold commas in quotation marks.");
                continue;
            }
            if (RowOf(cells, line, columns, scale, violations) is not { } row) continue;
            if (!lines.TryAdd((row.Benchmark, row.InstanceId, row.Candidate, row.Rater), line))
                violations.Add("csv", $"line {line}: the rater rated the same answer in line {lines[(row.Benchmark, row.InstanceId, row.Candidate, row.Rater)]}; keep one of them.");
            if (row.Jury is not null && !juries.TryAdd(row.Answer, (row.Jury, line)) && juries[row.Answer].Marks.Zip(row.Jury).Any(pair => Math.Abs(pair.First - pair.Second) > SameMark))
                violations.Add("csv", $"line {line}: the jury's marks differ from those of the same answer in line {juries[row.Answer].Line}.");
            rows.Add(row);
        }
        violations.Require(!isEmpty, "csv", "must have a row below the header.");
        return rows;
    }

    private static RatingRow? RowOf(string[] cells, long line, RatingColumns columns, (int Min, int Max) scale, Violations violations)
    {
        var rater = NameIn(RaterName.Of(cells[columns.Rater]), line, columns.Name(columns.Rater), violations);
        var benchmark = NameIn(cells[columns.Benchmark], line, columns.Name(columns.Benchmark), violations);
        var instance = NameIn(cells[columns.Instance], line, columns.Name(columns.Instance), violations);
        var candidate = NameIn(cells[columns.Candidate], line, columns.Name(columns.Candidate), violations);
        double?[] marks = [.. columns.Criteria.Select(criterion => MarkIn(cells, criterion.Clinician, line, columns, scale, violations))];
        var juryCells = columns.WithJury ? columns.Criteria.Select(criterion => cells[criterion.Jury].Trim()).ToList() : [];
        double?[]? jury = juryCells.Exists(cell => cell.Length > 0)
            ? [.. columns.Criteria.Select(criterion => MarkIn(cells, criterion.Jury, line, columns, scale, violations))]
            : null;
        if (rater is null || benchmark is null || instance is null || candidate is null || marks.Contains(null) || jury?.Contains(null) == true) return null;
        return new(rater, benchmark, instance, candidate, [.. marks.Select(mark => mark!.Value)], jury is null ? null : [.. jury.Select(mark => mark!.Value)]);
    }

    private static string? NameIn(string cell, long line, string column, Violations violations)
    {
        var name = cell.Trim();
        if (name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)) return name;
        violations.Add("csv", $"line {line}, column '{column}': must be 1 to {LongestName} characters without line breaks.");
        return null;
    }

    private static double? MarkIn(string[] cells, int column, long line, RatingColumns columns, (int Min, int Max) scale, Violations violations)
    {
        // A comparison with what is not a number is never true.
        if (double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var mark) && mark >= scale.Min && mark <= scale.Max) return mark;
        violations.Add("csv", string.Create(CultureInfo.InvariantCulture, $"line {line}, column '{columns.Name(column)}': must be a number from {scale.Min} to {scale.Max}, with a decimal point."));
        return null;
    }

    private static string[] Cells(CsvReader record)
    {
        var cells = new string[record.FieldCount];
        for (var i = 0; i < cells.Length; i++) cells[i] = record.GetString(i);
        return cells;
    }
}
