using System.Globalization;
using System.Text;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The reader of each format. They stream, and throw <see cref="RowFormatException"/> for what they cannot read.</summary>
internal static class RowFiles
{
    // Bytes that are no UTF-8 are refused rather than turned into question marks.
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows of one file; of format "lines", of one file a column. Malformed rows that are left out are told to <paramref name="skipped"/>.</summary>
    public static IEnumerable<Row> Read(IReadOnlyList<SourceFile> files, RowLayout layout, Action<string> skipped)
    {
        using var rows = Rows(files, layout, skipped).GetEnumerator();
        Row? last = null;
        while (Next(rows, files, layout, last))
        {
            last = rows.Current;
            yield return last;
        }
    }

    private static IEnumerable<Row> Rows(IReadOnlyList<SourceFile> files, RowLayout layout, Action<string> skipped) => layout.Format switch
    {
        DatasetFormat.Lines => ParallelLines.Read(files, layout),
        _ when files.Count != 1 => throw new ArgumentException($"Format {layout.Format} reads one file at a time.", nameof(files)),
        DatasetFormat.Jsonl => JsonLines.Read(files[0], layout, skipped),
        DatasetFormat.Json => JsonItems.Read(files[0], layout),
        DatasetFormat.Csv => SeparatedValues.Read(files[0], layout, layout.Separator, skipped),
        DatasetFormat.Tsv => SeparatedValues.Read(files[0], layout, '\t', skipped),
        DatasetFormat.Text => WholeText.Read(files[0], layout),
        DatasetFormat.Xml => XmlElements.Read(files[0], layout),
        DatasetFormat.Docx => WordDocument.Read(files[0], layout),
        DatasetFormat.Xlsx => Workbook.Read(files[0]),
        DatasetFormat.Sqlite => SqliteQuery.Read(files[0], layout),
        DatasetFormat.Parquet => ParquetTable.Read(files[0]),
        DatasetFormat.Arrow => ArrowTable.Read(files[0]),
        _ => throw new InvalidOperationException($"No reader for {layout.Format}."),
    };

    // The libraries meet damage with whatever exception their code runs into, out of memory included, when a broken
    // length asks for too much of it. Files that cannot be opened at all are no damage.
    private static bool Next(IEnumerator<Row> rows, IReadOnlyList<SourceFile> files, RowLayout layout, Row? last)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (DecoderFallbackException e)
        {
            throw files.Select(f => TextInput.Fault(f, layout, e)).FirstOrDefault(f => f is not null)
                ?? new RowFormatException($"it has text that is not Unicode {After(last)}; get it again.", e);
        }
        catch (Exception e) when (e is not (RowFormatException or OperationCanceledException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException))
        {
            throw new RowFormatException($"it is damaged, or no {layout.Format.ToString().ToLowerInvariant()} file ({After(last)}: {e.GetType().Name}); get it again.", e);
        }
    }

    private static string After(Row? last) => last is null ? "at its start" : string.Create(CultureInfo.InvariantCulture, $"after {last.Where}");
}
