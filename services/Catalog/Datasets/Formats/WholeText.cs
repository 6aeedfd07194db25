using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>A file that is one row.</summary>
internal static class WholeText
{
    private const int Longest = 64 << 20;

    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout)
    {
        using var reader = TextInput.Open(file, layout);
        var buffer = new char[1 << 16];
        var text = new System.Text.StringBuilder();
        for (int read; (read = reader.ReadBlock(buffer)) > 0;)
        {
            if (text.Append(buffer.AsSpan(0, read)).Length > Longest)
                throw new RowFormatException($"it is longer than {Longest >> 20} million characters; format text is for files that are one row.");
        }

        yield return new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = file.Name, ["text"] = text.ToString() }, 0, 1, "file");
    }
}
