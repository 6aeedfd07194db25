using System.Security.Cryptography;
using Google.Protobuf;

namespace MedHelm.Cli.Commands.Cache;

/// <summary>Writes messages one after the other, each after its length, and keeps count and hash.</summary>
internal sealed class HashedWriting(Stream target) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream buffer = new();

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public async Task WriteAsync(IMessage message, CancellationToken cancellationToken)
    {
        buffer.SetLength(0);
        message.WriteDelimitedTo(buffer);
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        hash.AppendData(bytes.Span);
        Count++;
        Bytes += bytes.Length;
        await target.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Lower-case hex SHA-256 of what was written.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose()
    {
        hash.Dispose();
        buffer.Dispose();
    }
}
