using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The first sheet of an Excel workbook.</summary>
internal static class Workbook
{
    // ExcelDataReader asks for code page 1252 even where the file does not need it.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IEnumerable<Row> Read(SourceFile file)
    {
        using var stream = file.OpenSeekable();
        using var sheet = Open(stream);
        if (!Next(sheet))
            throw new RowFormatException("its first sheet is empty; the first row must name the columns.");
        var header = TableHeader.From(Enumerable.Range(0, sheet.FieldCount).Select(i => Text(sheet, i)));
        for (var index = 0; Next(sheet); index++)
            yield return new(header.Fields(i => Text(sheet, i)), index, index + 2, "sheet row");
    }

    private static IExcelDataReader Open(Stream stream)
    {
        try
        {
            ZipCheck.Run(stream);
            SheetCheck.Run(stream);
            return ExcelReaderFactory.CreateOpenXmlReader(stream, new() { LeaveOpen = true });
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new RowFormatException("it is not a readable .xlsx workbook; get it again or save it anew.", e);
        }
    }

    private static bool Next(IExcelDataReader sheet)
    {
        try
        {
            return sheet.Read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new RowFormatException($"its sheet is damaged after row {sheet.Depth + 1}; get it again or save it anew.", e);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is ExcelReaderException or InvalidDataException or System.Xml.XmlException or FormatException or InvalidOperationException;

    private static string? Text(IExcelDataReader sheet, int column) => column >= sheet.FieldCount ? null : sheet.GetValue(column) switch
    {
        null => null,
        string text => text,
        DateTime { TimeOfDay.Ticks: 0 } date => Moment.Day(date),
        DateTime time => Moment.Time(time),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
