using Google.Protobuf;

namespace MedHelm.Testing.Models;

/// <summary>A protobuf message written field by field, for formats whose contract is not compiled here.</summary>
internal sealed class ProtoMessage
{
    private readonly MemoryStream bytes = new();
    private readonly CodedOutputStream output;

    internal ProtoMessage() => output = new(bytes, leaveOpen: true);

    internal ProtoMessage Add(int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
        return this;
    }

    internal ProtoMessage Add(int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
        return this;
    }

    internal ProtoMessage Add(int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
        return this;
    }

    internal ProtoMessage Add(int field, ProtoMessage value) => Add(field, value.Bytes());

    internal byte[] Bytes()
    {
        output.Flush();
        return bytes.ToArray();
    }
}
