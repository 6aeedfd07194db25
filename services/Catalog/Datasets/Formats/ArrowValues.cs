using Apache.Arrow;
using Apache.Arrow.Types;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Turns the entries of Arrow arrays into the plain values that rows are made of.</summary>
internal static class ArrowValues
{
    public static object? At(IArrowArray array, int index) => array.IsNull(index) ? null : array switch
    {
        StringArray texts => Text(texts.GetBytes(index)),
        LargeStringArray texts => Text(texts.GetBytes(index)),
        StringViewArray texts => Text(texts.GetBytes(index)),
        BooleanArray bools => bools.GetValue(index),
        Int64Array numbers => numbers.GetValue(index),
        Int32Array numbers => (long?)numbers.GetValue(index),
        Int16Array numbers => (long?)numbers.GetValue(index),
        Int8Array numbers => (long?)numbers.GetValue(index),
        UInt64Array numbers => (decimal?)numbers.GetValue(index),
        UInt32Array numbers => (long?)numbers.GetValue(index),
        UInt16Array numbers => (long?)numbers.GetValue(index),
        UInt8Array numbers => (long?)numbers.GetValue(index),
        DoubleArray numbers => numbers.GetValue(index),
        FloatArray numbers => (double?)numbers.GetValue(index),
        HalfFloatArray numbers => (double?)numbers.GetValue(index),
        Decimal128Array numbers => numbers.GetValue(index),
        TimestampArray times => Time(times, index),
        Date32Array days => Day(days.GetDateTime(index)),
        Date64Array days => Day(days.GetDateTime(index)),
        Time32Array times => OfDay(times.GetTime(index)),
        Time64Array times => OfDay(times.GetTime(index)),
        DictionaryArray words => At(words.Dictionary, checked((int)Convert.ToInt64(At(words.Indices, index), System.Globalization.CultureInfo.InvariantCulture))),
        ListArray lists => Entries(lists.Values, lists.ValueOffsets[index], lists.ValueOffsets[index + 1]),
        LargeListArray lists => Entries(lists.Values, lists.ValueOffsets[index], lists.ValueOffsets[index + 1]),
        StructArray objects => Fields(objects, index),
        _ => throw new RowFormatException($"it has values of type {array.Data.DataType.Name}, which cannot be read; write them as text, numbers, times or lists."),
    };

    // The library's GetString does not check where a damaged offset leads, and would end the process.
    private static string Text(ReadOnlySpan<byte> bytes) => RowFiles.StrictUtf8.GetString(bytes);

    private static string? Day(DateTime? day) => day is { } known ? Moment.Day(known) : null;

    private static string? OfDay(TimeOnly? time) => time is { } known ? Moment.OfDay(known.ToTimeSpan()) : null;

    // Without the library's own way round DateTimeOffset, which reckons with the machine's time zone.
    private static string? Time(TimestampArray times, int index)
    {
        if (times.GetValue(index) is not { } value)
            return null;
        var ticks = ((TimestampType)times.Data.DataType).Unit switch
        {
            TimeUnit.Second => checked(value * TimeSpan.TicksPerSecond),
            TimeUnit.Millisecond => checked(value * TimeSpan.TicksPerMillisecond),
            TimeUnit.Microsecond => checked(value * TimeSpan.TicksPerMicrosecond),
            _ => value / TimeSpan.NanosecondsPerTick,
        };
        return Moment.Time(DateTime.UnixEpoch.AddTicks(ticks));
    }

    private static List<object?> Entries(IArrowArray values, long start, long end)
    {
        if (start < 0 || end < start || end > values.Length)
            throw new InvalidDataException("A list reaches beyond its values.");
        var entries = new List<object?>();
        for (var i = (int)start; i < end; i++)
            entries.Add(At(values, i));
        return entries;
    }

    private static Dictionary<string, object?> Fields(StructArray objects, int index)
    {
        var type = (StructType)objects.Data.DataType;
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < objects.Fields.Count; i++)
            fields[type.Fields[i].Name] = At(objects.Fields[i], index);
        return fields;
    }
}
