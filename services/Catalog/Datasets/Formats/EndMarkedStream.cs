namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// A gzip file with a few more bytes behind its end. The runtime's decompressor takes a file that breaks off for one that
/// ends; but only there it goes on to ask, while at a true end one byte that begins nothing is enough for it.
/// </summary>
internal sealed class EndMarkedStream(FileStream file) : Stream
{
    private const byte Mark = 0xFF;
    private const int MostMarks = 16;

    private int marks;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => file.Position; set => throw new NotSupportedException(); }

    /// <summary>Whether the reader of this stream has gone beyond the file's end.</summary>
    public bool Overrun => marks > 0;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (file.Read(buffer) is var read && (read > 0 || buffer.IsEmpty))
            return read;
        if (marks++ == MostMarks || file.Length == 0)
            throw new InvalidDataException("The file breaks off.");
        buffer[0] = Mark;
        return 1;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
