using System.Globalization;
using Parquet.Data;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The values of one column in one row group, row by row.</summary>
internal abstract class ParquetCells(ParquetColumn column, RawColumnData data) : IDisposable
{
    private int level;
    private int value;

    public static ParquetCells Of(ParquetColumn column, RawColumnData data) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => new ParquetValues<ReadOnlyMemory<char>>(column, texts, v => v.ToString()),
        RawColumnData<ReadOnlyMemory<byte>> bytes => new ParquetValues<ReadOnlyMemory<byte>>(column, bytes, v => RowFiles.StrictUtf8.GetString(v.Span)),
        RawColumnData<bool> bools => new ParquetValues<bool>(column, bools, v => v),
        RawColumnData<long> numbers => new ParquetValues<long>(column, numbers, v => v),
        RawColumnData<int> numbers => new ParquetValues<int>(column, numbers, v => (long)v),
        RawColumnData<short> numbers => new ParquetValues<short>(column, numbers, v => (long)v),
        RawColumnData<sbyte> numbers => new ParquetValues<sbyte>(column, numbers, v => (long)v),
        RawColumnData<ulong> numbers => new ParquetValues<ulong>(column, numbers, v => (decimal)v),
        RawColumnData<uint> numbers => new ParquetValues<uint>(column, numbers, v => (long)v),
        RawColumnData<ushort> numbers => new ParquetValues<ushort>(column, numbers, v => (long)v),
        RawColumnData<byte> numbers => new ParquetValues<byte>(column, numbers, v => (long)v),
        RawColumnData<double> numbers => new ParquetValues<double>(column, numbers, v => v),
        RawColumnData<float> numbers => new ParquetValues<float>(column, numbers, v => (double)v),
        RawColumnData<decimal> numbers => new ParquetValues<decimal>(column, numbers, v => v),
        RawColumnData<DateTime> times when IsDay(column) => new ParquetValues<DateTime>(column, times, Moment.Day),
        RawColumnData<DateTime> times => new ParquetValues<DateTime>(column, times, Moment.Time),
        RawColumnData<DateOnly> days => new ParquetValues<DateOnly>(column, days, v => Moment.Day(v.ToDateTime(default))),
        RawColumnData<TimeOnly> times => new ParquetValues<TimeOnly>(column, times, v => Moment.OfDay(v.ToTimeSpan())),
        RawColumnData<TimeSpan> times => new ParquetValues<TimeSpan>(column, times, Moment.OfDay),
        RawColumnData<Guid> ids => new ParquetValues<Guid>(column, ids, v => v.ToString("D", CultureInfo.InvariantCulture)),
        _ => throw new RowFormatException($"its column \"{column.Name}\" has values of a kind that cannot be read ({column.Field.ClrType.Name}); write them as text or numbers."),
    };

    public object? Next() => column.IsList ? NextList() : NextValue();

    public void Dispose() => data.Dispose();

    protected abstract object? At(int index);

    private static bool IsDay(ParquetColumn column) =>
        column.Field is Parquet.Schema.DateTimeDataField { DateTimeFormat: Parquet.Schema.DateTimeFormat.Date };

    private object? NextValue() => column.Field.MaxDefinitionLevel == 0 || Defined() ? At(value++) : null;

    private List<object?>? NextList()
    {
        var levels = data.DefinitionLevels;
        if (levels[level] < column.EntryLevel)
            return levels[level++] == column.EntryLevel - 1 ? [] : null;
        var entries = new List<object?>();
        do
        {
            entries.Add(Defined() ? At(value++) : null);
        }
        while (level < levels.Length && data.RepetitionLevels[level] > 0);
        return entries;
    }

    private bool Defined() => data.DefinitionLevels[level++] == column.Field.MaxDefinitionLevel;
}
