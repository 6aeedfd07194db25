using System.IO.Compression;
using System.Text;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>Text and bytes as stored in a database, compressed where that pays. The first byte tells which.</summary>
public static class StoredText
{
    private const byte Plain = 0;
    private const byte Brotli = 1;
    private const int CompressFrom = 2048;

    /// <summary>The bytes to store for a text.</summary>
    public static byte[] Pack(string text) => PackBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>The text stored in the bytes.</summary>
    public static string Unpack(byte[] stored) => Encoding.UTF8.GetString(UnpackBytes(stored).Span);

    /// <summary>The bytes to store.</summary>
    public static byte[] PackBytes(ReadOnlySpan<byte> content)
    {
        if (content.Length < CompressFrom) return [Plain, .. content];
        using var packed = new MemoryStream(content.Length / 2);
        packed.WriteByte(Brotli);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(content);
        return packed.ToArray();
    }

    /// <summary>The bytes that were packed.</summary>
    public static ReadOnlyMemory<byte> UnpackBytes(byte[] stored)
    {
        if (stored[0] == Plain) return stored.AsMemory(1);
        using var brotli = new BrotliStream(new MemoryStream(stored, 1, stored.Length - 1), CompressionMode.Decompress);
        using var content = new MemoryStream(stored.Length * 3);
        brotli.CopyTo(content);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
