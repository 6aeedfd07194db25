using System.Globalization;
using System.Text;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Files that belong together line by line; each is a column.</summary>
internal static class ParallelLines
{
    public static IEnumerable<Row> Read(IReadOnlyList<SourceFile> files, RowLayout layout)
    {
        var columns = layout.Columns;
        if (columns.Count != files.Count || columns.Count == 0)
            throw new RowFormatException($"items.columns names {columns.Count} columns for {files.Count} files; name one for each file, in the files' order.");
        var all = new List<ByteLines>(files.Count);
        try
        {
            all.AddRange(files.Select(f => new ByteLines(TextInput.OpenUtf8(f, layout))));
            for (var index = 0; ; index++)
            {
                var fields = new Dictionary<string, object?>(columns.Count, StringComparer.Ordinal);
                var ended = 0;
                for (var i = 0; i < columns.Count; i++)
                {
                    if (all[i].Next(out var line))
                        fields[columns[i]] = Text(line, all[i], files[i], layout);
                    else
                        ended++;
                }

                if (ended == columns.Count)
                    yield break;
                if (ended > 0)
                    throw Unequal(all, files);
                yield return new(fields.Values.All(v => string.IsNullOrWhiteSpace((string?)v)) ? Row.Blank : fields, index, index + 1, "line");
            }
        }
        finally
        {
            all.ForEach(lines => lines.Dispose());
        }
    }

    private static string Text(ReadOnlyMemory<byte> line, ByteLines lines, SourceFile file, RowLayout layout)
    {
        try
        {
            return RowFiles.StrictUtf8.GetString(line.Span);
        }
        catch (DecoderFallbackException e)
        {
            var fault = TextInput.Fault(file, layout, e) ?? TextInput.Complaint(RowFiles.StrictUtf8, lines.Offset + 1, lines.Number, e);
            throw new RowFormatException($"{file.Name}: {fault.Message}", fault);
        }
    }

    private static RowFormatException Unequal(List<ByteLines> all, IReadOnlyList<SourceFile> files)
    {
        var counts = all.Select((lines, i) => string.Create(CultureInfo.InvariantCulture, $"{files[i].Name} has {Count(lines)}"));
        return new($"the files do not have equally many lines: {string.Join(", ", counts)}; get them again.");
    }

    private static int Count(ByteLines lines)
    {
        while (lines.Next(out _))
        {
        }

        return lines.Number;
    }
}
