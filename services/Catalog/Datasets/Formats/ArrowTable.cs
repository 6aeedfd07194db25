using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The rows of an Arrow file or stream, one record batch in memory at a time.</summary>
internal static class ArrowTable
{
    public static IEnumerable<Row> Read(SourceFile file)
    {
        using var stream = file.OpenSeekable();
        ArrowCheck.Run(stream);
        // Without the footer of an Arrow file: what it holds is a stream, and its batches come in order.
        using var bounded = new BoundedStream(stream);
        using var reader = new ArrowStreamReader(bounded, new BoundedAllocator(stream.Length), new CompressionCodecFactory(), leaveOpen: true);
        var index = 0;
        while (true)
        {
            using var batch = reader.ReadNextRecordBatch();
            if (batch is null)
                break;
            var fields = batch.Schema.FieldsList;
            foreach (var repeated in fields.CountBy(f => f.Name, StringComparer.Ordinal).Where(f => f.Value > 1))
                throw new RowFormatException($"it has {repeated.Value} columns \"{repeated.Key}\"; rename one of them.");
            for (var row = 0; row < batch.Length; row++)
                yield return new(Fields(batch, row), index, ++index, "row");
        }
    }

    private static Dictionary<string, object?> Fields(RecordBatch batch, int row)
    {
        var fields = new Dictionary<string, object?>(batch.ColumnCount, StringComparer.Ordinal);
        for (var i = 0; i < batch.ColumnCount; i++)
        {
            var column = batch.Column(i);
            if (column.Length != batch.Length)
                throw new InvalidDataException("A column is not as long as its batch.");
            fields.Add(batch.Schema.GetFieldByIndex(i).Name, ArrowValues.At(column, row));
        }

        return fields;
    }
}
