using CsvHelper;

namespace MedHelm.Evaluation.Datasets.Formats;

internal static class CommaSeparated
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 64 << 20,
    };

    public static IEnumerable<Row> Read(Stream stream)
    {
        using var text = new StreamReader(stream, RowFiles.StrictUtf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        using var records = CsvReader.Create(text, Options, leaveOpen: true);
        if (!Next(records))
            throw new RowFormatException("it is empty; the first record must name the columns.");
        var header = TableHeader.From(Cells(records));
        for (var index = 0; Next(records); index++)
        {
            var cells = Cells(records);
            var empty = cells is [""];
            if (!empty && cells.Length != header.Count)
                throw new RowFormatException(
                    $"record {index + 2} (line {records.LineNumber}) has {cells.Length} values, but the first record names {header.Count} columns; put values with commas in quotation marks.");
            yield return new(empty ? Row.Blank : header.Fields(i => cells[i]), index, index + 2, "record");
        }
    }

    private static bool Next(CsvReader records)
    {
        try
        {
            return records.Read();
        }
        catch (CsvFormatException e)
        {
            throw new RowFormatException($"record {e.RecordNumber} (line {e.LineNumber}) has a stray or unclosed quotation mark, or is too large; double the quotation marks inside quoted text.", e);
        }
    }

    private static string[] Cells(CsvReader record)
    {
        var cells = new string[record.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = record.GetString(i);
        return cells;
    }
}
