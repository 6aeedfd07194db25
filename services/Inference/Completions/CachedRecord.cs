using System.Text;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>How the shared cache holds an answer: as the archive does, with payer and project before it.</summary>
internal static class CachedRecord
{
    public static byte[] Write(StoredCompletion stored)
    {
        var head = Encoding.UTF8.GetBytes(stored.Project + "\n" + stored.Payer);
        var bytes = new byte[4 + head.Length + stored.Record.Length];
        BitConverter.TryWriteBytes(bytes, head.Length);
        head.CopyTo(bytes.AsSpan(4));
        stored.Record.CopyTo(bytes.AsSpan(4 + head.Length));
        return bytes;
    }

    public static StoredCompletion Read(byte[] bytes)
    {
        var length = BitConverter.ToInt32(bytes);
        var head = Encoding.UTF8.GetString(bytes.AsSpan(4, length));
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        return new StoredCompletion(head[(end + 1)..], bytes[(4 + length)..], head[..end]);
    }
}
