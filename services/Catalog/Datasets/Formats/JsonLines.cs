using System.Text.Json;
using System.Text.Unicode;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

internal static class JsonLines
{
    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout, Action<string> skipped)
    {
        using var lines = new ByteLines(TextInput.OpenUtf8(file, layout));
        for (var index = 0; lines.Next(out var line); index++)
        {
            if (!Utf8.IsValid(line.Span))
                throw TextInput.Fault(file, layout, new JsonException()) ?? TextInput.Complaint(RowFiles.StrictUtf8, lines.Offset + 1, lines.Number);
            if (IsBlank(line.Span))
            {
                yield return new(Row.Blank, index, lines.Number, "line");
                continue;
            }

            var fields = Parse(line, lines.Number, out var fault);
            if (fields is not null)
                yield return new(fields, index, lines.Number, "line");
            else if (layout.SkipMalformed)
                skipped(fault!.Message);
            else
                throw new RowFormatException(fault!.Message + ".", fault);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\v\f\r\n"u8).IsEmpty;

    private static Dictionary<string, object?>? Parse(ReadOnlyMemory<byte> line, int number, out RowFormatException? fault)
    {
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return JsonValues.Fields(document.RootElement);
            fault = new($"line {number} is valid JSON, but not an object ({{...}})");
        }
        catch (JsonException e)
        {
            fault = new($"line {number} is not valid JSON (character {e.BytePositionInLine + 1 ?? 1})", e);
        }
        catch (InvalidOperationException e)
        {
            fault = new($"line {number} {JsonValues.NoUnicode}", e);
        }

        return null;
    }
}
