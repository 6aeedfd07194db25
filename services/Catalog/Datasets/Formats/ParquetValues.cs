using Parquet.Data;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The values of one column in one row group, as the library holds them.</summary>
internal sealed class ParquetValues<T>(ParquetColumn column, RawColumnData<T> data, Func<T, object?> convert) : ParquetCells(column, data)
    where T : struct
{
    protected override object? At(int index) => convert(data.Values[index]);
}
