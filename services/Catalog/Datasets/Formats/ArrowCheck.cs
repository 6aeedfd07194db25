using System.Buffers.Binary;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// Walks over the messages of an Arrow stream, which is also what an Arrow file holds between its marks, and refuses lengths
/// that lead out of it: the library would ask for that much memory first.
/// </summary>
internal static class ArrowCheck
{
    private const int Continuation = -1;
    private const int BodyLength = 3;

    private static ReadOnlySpan<byte> FileMark => "ARROW1"u8;

    /// <summary>Leaves the stream at the first message.</summary>
    public static void Run(Stream stream)
    {
        Span<byte> mark = stackalloc byte[8];
        stream.ReadExactly(mark);
        var isFile = mark.StartsWith(FileMark);
        var first = isFile ? mark.Length : 0;
        if (isFile)
        {
            stream.Position = stream.Length - FileMark.Length;
            stream.ReadExactly(mark[..FileMark.Length]);
            if (!mark.StartsWith(FileMark))
                throw new RowFormatException("it lacks the mark at its end; it is incomplete, get it again.");
        }

        stream.Position = first;
        while (Message(stream))
        {
        }

        stream.Position = first;
    }

    /// <summary>False at the end mark.</summary>
    private static bool Message(Stream stream)
    {
        if (stream.Position == stream.Length)
            throw new RowFormatException("it ends without an end mark; it is incomplete, get it again.");
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (BinaryPrimitives.ReadInt32LittleEndian(head) != Continuation || length < 0 || length > stream.Length - stream.Position)
            throw new InvalidDataException("This is no message.");
        if (length == 0)
            return false;
        var metadata = new byte[length];
        stream.ReadExactly(metadata);
        var body = Body(metadata);
        if (body < 0 || body > stream.Length - stream.Position)
            throw new InvalidDataException("A message reaches beyond the end.");
        stream.Position += body;
        return true;
    }

    // A FlatBuffers table: its start leads back to the table of its fields' places.
    private static long Body(ReadOnlySpan<byte> metadata)
    {
        var table = BinaryPrimitives.ReadInt32LittleEndian(metadata);
        var places = metadata[(table - BinaryPrimitives.ReadInt32LittleEndian(metadata[table..]))..];
        const int Place = (2 + BodyLength) * sizeof(ushort);
        if (BinaryPrimitives.ReadUInt16LittleEndian(places) <= Place)
            return 0;
        var place = BinaryPrimitives.ReadUInt16LittleEndian(places[Place..]);
        return place == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(metadata[(table + place)..]);
    }
}
