using CsvHelper;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The rows of a CSV file by column name.</summary>
internal static class CsvTable
{
    public static List<Dictionary<string, string>> Rows(string file)
    {
        using var text = new StreamReader(file);
        using var records = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false, SkipEmptyLines = true, MaxRecordSize = 64 << 20 }, leaveOpen: true);
        Assert.True(records.Read());
        var header = Cells(records);
        var rows = new List<Dictionary<string, string>>();
        while (records.Read()) rows.Add(header.Zip(Cells(records)).ToDictionary(cell => cell.First, cell => cell.Second));
        return rows;
    }

    private static string[] Cells(CsvReader record) => [.. Enumerable.Range(0, record.FieldCount).Select(i => record.GetString(i))];
}
