namespace MedHelm.Tests.Unit.Inference.Providers;

/// <summary>Gives bytes in pieces, and then ends or breaks.</summary>
internal sealed class PieceStream(byte[] bytes, int pieceLength, bool breaks) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Read(buffer.Span[..Math.Min(buffer.Length, pieceLength)]);
        if (read == 0 && breaks) throw new HttpIOException(HttpRequestError.ResponseEnded);
        return ValueTask.FromResult(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
