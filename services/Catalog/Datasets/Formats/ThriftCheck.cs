namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// Walks over a structure in Thrift's compact encoding and throws where it does not have its shape. The Parquet library
/// reads without such checks and would never come back from some damaged files.
/// </summary>
internal ref struct ThriftCheck(ReadOnlySpan<byte> bytes)
{
    private const int MostDepth = 16;
    private const int Binary = 8;
    private const int Listed = 9;
    private const int Mapped = 11;
    private const int Structured = 12;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bytes walked over.</summary>
    public int Position { get; private set; }

    /// <summary>Walks over one structure; tells the whole numbers in it with their structure and field.</summary>
    public void Struct(string shape, Action<string, int, long> number) => Struct(shape, number, 0);

    private static InvalidDataException Misshapen() => new("A Thrift structure does not have its shape.");

    private void Struct(string? shape, Action<string, int, long>? number, int depth)
    {
        if (depth > MostDepth)
            throw Misshapen();
        for (var field = 0; Byte() is var head && head != 0;)
        {
            field = head >> 4 == 0 ? (int)ZigZag() : field + (head >> 4);
            var expected = shape is null ? null : ThriftShapes.TypeOf(shape, field);
            if (expected is not null && !Fits(expected, head & 15))
                throw Misshapen();
            Value(head & 15, expected, shape, field, number, depth);
        }
    }

    private static bool Fits(string expected, int type) => expected switch
    {
        "bool" => type is 1 or 2,
        "i8" => type == 3,
        "i16" => type == 4,
        "i32" => type == 5,
        "i64" => type == 6,
        "text" => type == Binary,
        "encrypted" => throw new RowFormatException("it is encrypted; decrypt it first."),
        ['[', ..] => type == Listed,
        _ => type == Structured,
    };

    private void Value(int type, string? expected, string? shape, int field, Action<string, int, long>? number, int depth)
    {
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                Byte();
                break;
            case 4 or 5 or 6:
                var value = ZigZag();
                if (type != 6 && value is < int.MinValue or > int.MaxValue)
                    throw Misshapen();
                if (expected is not null)
                    number?.Invoke(shape!, field, value);
                break;
            case 7:
                Take(sizeof(double));
                break;
            case Binary:
                Take(Varint());
                break;
            case Listed or 10:
                List(expected?[1..], number, depth);
                break;
            case Mapped:
                Map(depth);
                break;
            case Structured:
                Struct(expected, number, depth + 1);
                break;
            default:
                throw Misshapen();
        }
    }

    private void List(string? expected, Action<string, int, long>? number, int depth)
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        var type = head & 15;
        // Each entry takes a byte at least.
        if (count > (ulong)(bytes.Length - Position) || (expected is not null && count > 0 && !Fits(expected, type)))
            throw Misshapen();
        for (var i = 0UL; i < count; i++)
            Entry(type, expected, number, depth);
    }

    private void Map(int depth)
    {
        var count = Varint();
        var types = count == 0 ? 0 : Byte();
        if (count > (ulong)(bytes.Length - Position))
            throw Misshapen();
        for (var i = 0UL; i < count; i++)
        {
            Entry(types >> 4, null, null, depth);
            Entry(types & 15, null, null, depth);
        }
    }

    // Truth values take a byte in lists and maps, and none in structures.
    private void Entry(int type, string? expected, Action<string, int, long>? number, int depth)
    {
        if (depth > MostDepth)
            throw Misshapen();
        if (type is 1 or 2)
            Byte();
        else
            Value(type, type == Structured ? expected : null, null, 0, number, depth + 1);
    }

    private int Byte() => Position < bytes.Length ? bytes[Position++] : throw new EndOfStreamException();

    private void Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position))
            throw new EndOfStreamException();
        Position += (int)count;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }

        throw Misshapen();
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
