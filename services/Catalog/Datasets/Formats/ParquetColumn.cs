using Parquet.Schema;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>A column and the field that holds its values, which for a list is inside of it.</summary>
internal sealed record ParquetColumn(string Name, DataField Field)
{
    public bool IsList => Field.MaxRepetitionLevel > 0;

    /// <summary>The definition level of a list entry, null or not; one below is an empty list, further below none.</summary>
    public int EntryLevel => Field.MaxDefinitionLevel - (Field.IsNullable && !Field.IsArray ? 1 : 0);
}
