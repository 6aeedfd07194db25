namespace MedHelm.Inference.Providers.Http;

/// <summary>
/// Reads another stream and fails when a line of it, or all of it, is longer than allowed: whoever parses lines keeps a whole
/// one in memory.
/// </summary>
internal sealed class LimitedStream(Stream inner, long longestLine, long longest) : Stream
{
    private long total;
    private long line;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">A limit is passed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Counted(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Counted(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Counted(ReadOnlySpan<byte> bytes)
    {
        total += bytes.Length;
        var end = bytes.LastIndexOf((byte)'\n');
        line = end < 0 ? line + bytes.Length : bytes.Length - end - 1;
        if (line > longestLine || total > longest) throw new InvalidDataException("The stream is longer than allowed.");
    }
}
