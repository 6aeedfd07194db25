using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>One message of AWS's binary event stream: a prelude with both lengths, headers, a payload, and checksums of prelude and whole.</summary>
/// <param name="Headers">Those that hold texts, by name.</param>
/// <param name="Payload">JSON.</param>
internal sealed record EventFrame(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Payload)
{
    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const byte Text = 7;

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>The next frame; null at the end of the stream.</summary>
    /// <exception cref="ProviderException">It is no frame, or came damaged.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within it.</exception>
    public static async Task<EventFrame?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var prelude = new byte[PreludeBytes];
        var first = await stream.ReadAsync(prelude, cancel);
        if (first == 0) return null;
        await stream.ReadExactlyAsync(prelude.AsMemory(first), cancel);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        var headerLength = BinaryPrimitives.ReadUInt32BigEndian(prelude.AsSpan(4));
        Check(prelude.AsSpan(..8), prelude.AsSpan(8));
        if (length > ProviderHttp.MaxReplyBytes || (long)headerLength + PreludeBytes + ChecksumBytes > length) throw Damaged();
        var frame = new byte[length];
        prelude.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(PreludeBytes), cancel);
        Check(frame.AsSpan(..^ChecksumBytes), frame.AsSpan(^ChecksumBytes..));
        return new EventFrame(Read(frame.AsSpan(PreludeBytes, (int)headerLength)), frame.AsMemory((PreludeBytes + (int)headerLength)..^ChecksumBytes));
    }

    private static Dictionary<string, string> Read(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (bytes.Length > 0)
            {
                var name = Encoding.UTF8.GetString(bytes.Slice(1, bytes[0]));
                bytes = bytes[(1 + bytes[0])..];
                var kind = bytes[0];
                bytes = bytes[1..];
                var (start, length) = kind switch
                {
                    0 or 1 => (0, 0),
                    2 => (0, 1),
                    3 => (0, 2),
                    4 => (0, 4),
                    5 or 8 => (0, 8),
                    6 or Text => (2, BinaryPrimitives.ReadUInt16BigEndian(bytes)),
                    9 => (0, 16),
                    _ => throw Damaged(),
                };
                var value = bytes.Slice(start, length);
                if (kind == Text) headers[name] = Encoding.UTF8.GetString(value);
                bytes = bytes[(start + length)..];
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw Damaged();
        }
        return headers;
    }

    private static void Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sum)
    {
        if (Crc32.HashToUInt32(bytes) != BinaryPrimitives.ReadUInt32BigEndian(sum)) throw Damaged();
    }

    private static ProviderException Damaged() => ReplyJson.Unreadable("The provider's event stream came damaged.");
}
