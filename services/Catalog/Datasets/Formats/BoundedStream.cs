namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// A file for a library that, led astray by damage, would read on for ever: reading at the end, or the file over and over
/// again, is refused.
/// </summary>
internal sealed class BoundedStream(Stream file) : Stream
{
    private const int MostTimes = 16;
    private const long Least = 1 << 20;

    private readonly long most = Math.Max(Least, file.Length) * MostTimes;
    private long total;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        total += Math.Max(read, 1);
        if ((read == 0 && buffer.Length > 0) || total > most)
            throw new EndOfStreamException();
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
