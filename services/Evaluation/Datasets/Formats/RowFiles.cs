using System.Text;
using MedHelm.Evaluation.Catalog;

namespace MedHelm.Evaluation.Datasets.Formats;

/// <summary>The reader of each format. They stream, and throw <see cref="RowFormatException"/> for what they cannot read.</summary>
internal static class RowFiles
{
    // Bytes that are no UTF-8 are refused rather than turned into question marks.
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<Row> Read(Stream stream, RowLayout layout) => layout.Format switch
    {
        DatasetFormat.Jsonl => JsonLines.Read(stream),
        DatasetFormat.Json => JsonItems.Read(stream, layout.At, layout.Map),
        DatasetFormat.Xlsx => Workbook.Read(stream),
        DatasetFormat.Csv => CommaSeparated.Read(stream),
        _ => throw new InvalidOperationException($"No reader for {layout.Format}."),
    };
}
