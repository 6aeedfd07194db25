using CsvHelper;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>CSV and TSV, both with quotation marks as in RFC 4180.</summary>
internal static class SeparatedValues
{
    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout, char separator, Action<string> skipped)
    {
        var malformed = 0;
        var unclosed = 0L;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MalformedData = layout.SkipMalformed ? CsvMalformedDataHandling.Skip : CsvMalformedDataHandling.Throw,
            OnMalformedRecord = record =>
            {
                if (record.Reason == CsvMalformedReason.UnterminatedQuote)
                    unclosed = record.LineNumber;
                else
                    skipped($"record {record.RecordNumber + malformed++} (line {record.LineNumber}) has a stray quotation mark");
            },
            MaxRecordSize = 64 << 20,
        };
        using var text = TextInput.Open(file, layout);
        using var records = CsvReader.Create(text, options, leaveOpen: true);
        if (!Next(records))
            throw new RowFormatException("it is empty; the first record must name the columns.");
        if (malformed > 0)
            throw new RowFormatException("its first record, which must name the columns, has a stray quotation mark.");
        var names = Cells(records);
        if (names is [var only] && only.AsSpan().ContainsAny(';', '|', '\t') && separator != '\t')
            throw new RowFormatException("its first record names one column with a \";\", \"|\" or tab in its name; if that stands between values, set dataset.separator (or format: tsv).");
        var header = TableHeader.From(names);
        for (var read = 0; Next(records); read++)
        {
            var index = read + malformed;
            var cells = Cells(records);
            var empty = cells is [""];
            if (!empty && cells.Length != header.Count)
            {
                var fault = $"record {index + 2} (line {records.LineNumber}) has {cells.Length} values, but the first record names {header.Count} columns";
                if (!layout.SkipMalformed)
                    throw new RowFormatException($"{fault}; put values with {(separator == '\t' ? "tabs" : $"\"{separator}\"")} in quotation marks.");
                skipped(fault);
                continue;
            }

            yield return new(empty ? Row.Blank : header.Fields(i => cells[i]), index, index + 2, "record");
        }

        // It takes all rows behind it along, which is more than a malformed row.
        if (unclosed > 0)
            throw new RowFormatException($"the record at line {unclosed} has a quotation mark that is never closed; close it, or get the file again.");
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
