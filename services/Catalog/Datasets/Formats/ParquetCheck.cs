using System.Buffers.Binary;
using Parquet.Meta;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Refuses Parquet files whose footer or page headers the library would get lost in, or that unpack to too much.</summary>
internal static class ParquetCheck
{
    private const int LargestFooter = 256 << 20;
    private const long LargestPage = 1L << 30;

    public static void Footer(Stream file)
    {
        Span<byte> tail = stackalloc byte[8];
        file.Position = Math.Max(0, file.Length - tail.Length);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length < 0 || length > LargestFooter || length > file.Length - tail.Length - 4)
            throw new InvalidDataException("There is no footer.");
        var footer = new byte[length];
        file.Position = file.Length - tail.Length - length;
        file.ReadExactly(footer);
        var check = new ThriftCheck(footer);
        check.Struct(ThriftShapes.Footer, (_, _, _) => { });
        file.Position = 0;
    }

    /// <summary>Walks over the pages of a column in one row group.</summary>
    public static void Pages(Stream file, ColumnMetaData column)
    {
        var position = column.DictionaryPageOffset is { } dictionary && dictionary > 0 ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        var end = checked(position + column.TotalCompressedSize);
        if (position < 4 || end > file.Length || column.TotalCompressedSize < 0)
            throw new InvalidDataException("A column lies outside of the file.");
        var values = 0L;
        while (position < end && values < column.NumValues)
        {
            var page = Page(file, position, end);
            if (page.Stored < 0 || page.Stored > end - position - page.Header || page.Unpacked is < 0 or > LargestPage)
                throw new InvalidDataException("A page lies outside of its column, or is too large.");
            position += page.Header + page.Stored;
            values = checked(values + page.Values);
        }

        if (values != column.NumValues)
            throw new InvalidDataException("A column has another number of values than it says.");
    }

    private static (int Header, long Stored, long Unpacked, long Values) Page(Stream file, long position, long end)
    {
        // Headers are short, unless they hold the least and greatest of long texts.
        for (var size = 1L << 10; ; size <<= 3)
        {
            var bytes = new byte[Math.Min(size, end - position)];
            file.Position = position;
            file.ReadExactly(bytes);
            var (stored, unpacked, values) = (-1L, -1L, 0L);
            var check = new ThriftCheck(bytes);
            try
            {
                check.Struct(ThriftShapes.Page, (shape, field, number) =>
                {
                    if (shape == ThriftShapes.Page && field == 2)
                        unpacked = number;
                    else if (shape == ThriftShapes.Page && field == 3)
                        stored = number;
                    else if (shape is "DataPageHeader" or "DataPageHeaderV2" && field == 1)
                        values = number;
                });
            }
            catch (EndOfStreamException) when (bytes.Length < end - position && size < LargestFooter)
            {
                continue;
            }

            if (values < 0)
                throw new InvalidDataException("A page has less than no values.");
            return (check.Position, stored, unpacked, values);
        }
    }
}
