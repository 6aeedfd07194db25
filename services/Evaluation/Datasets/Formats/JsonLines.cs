using System.Text.Json;

namespace MedHelm.Evaluation.Datasets.Formats;

internal static class JsonLines
{
    public static IEnumerable<Row> Read(Stream stream)
    {
        using var reader = new StreamReader(stream, RowFiles.StrictUtf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        for (var index = 0; reader.ReadLine() is { } line; index++)
            yield return new(string.IsNullOrWhiteSpace(line) ? Row.Blank : Parse(line, index + 1), index, index + 1, "line");
    }

    private static Dictionary<string, object?> Parse(string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return JsonValues.Fields(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new RowFormatException($"line {number} is not valid JSON (character {e.BytePositionInLine + 1 ?? 1}).", e);
        }
        catch (InvalidOperationException e)
        {
            throw new RowFormatException($"line {number} {JsonValues.NoUnicode}", e);
        }

        throw new RowFormatException($"line {number} is valid JSON, but not an object ({{...}}).");
    }
}
