using Parquet;
using Parquet.Schema;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The rows of a Parquet file, one row group in memory at a time.</summary>
internal static class ParquetTable
{
    private const long LargestGroup = 4L << 30;

    public static IEnumerable<Row> Read(SourceFile file)
    {
        using var stream = file.OpenSeekable();
        ParquetCheck.Footer(stream);
        using var bounded = new BoundedStream(stream);
        var reader = Wait(ParquetReader.CreateAsync(bounded, null, true, CancellationToken.None));
        var columns = reader.Schema.Fields.Select(Column).ToList();
        var index = 0;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            if (group.RowGroup.Columns.Sum(c => c.MetaData?.TotalUncompressedSize ?? 0) is < 0 or > LargestGroup)
                throw new RowFormatException($"its row group {i + 1} is larger than {LargestGroup >> 30} GiB; write it with smaller row groups.");
            var cells = new List<ParquetCells>(columns.Count);
            try
            {
                foreach (var column in columns)
                {
                    ParquetCheck.Pages(stream, group.GetMetadata(column.Field)?.MetaData ?? throw new RowFormatException($"its column \"{column.Name}\" is missing in row group {i + 1}; get it again."));
                    cells.Add(ParquetCells.Of(column, Wait(group.ReadRawColumnDataBaseAsync(column.Field, CancellationToken.None).AsTask())));
                }

                for (var row = 0L; row < group.RowCount; row++)
                    yield return new(Fields(columns, cells), index, ++index, "row");
            }
            finally
            {
                cells.ForEach(c => c.Dispose());
            }
        }

        if (index != reader.Metadata!.NumRows)
            throw new RowFormatException($"it has {index} rows, but says that it has {reader.Metadata.NumRows}; get it again.");
    }

    private static ParquetColumn Column(Field field) => field switch
    {
        DataField data => new(data.Name, data),
        ListField { Item: DataField item } => new(field.Name, item),
        _ => throw new RowFormatException($"its column \"{field.Name}\" holds objects; only plain values and lists of them can be read. Flatten it."),
    };

    private static Dictionary<string, object?> Fields(List<ParquetColumn> columns, List<ParquetCells> cells)
    {
        var fields = new Dictionary<string, object?>(columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
            fields.Add(columns[i].Name, cells[i].Next());
        return fields;
    }

    // Rows are read one after the other from files; there is nothing to do meanwhile.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
