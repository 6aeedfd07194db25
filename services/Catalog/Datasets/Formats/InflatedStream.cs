using System.Globalization;
using System.IO.Compression;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The content of a gzip file, refused where it is damaged or grows beyond all reason.</summary>
internal sealed class InflatedStream : Stream
{
    public const long Most = 16L << 30;

    private const long Unsuspicious = 256L << 20;
    private const int MostRatio = 1000;

    private readonly EndMarkedStream compressed;
    private readonly GZipStream inflated;
    private long total;

    public InflatedStream(FileStream gzip)
    {
        compressed = new(gzip);
        inflated = new(compressed, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => total; set => throw new NotSupportedException(); }

    /// <summary>Whether so much from so little is no honest file.</summary>
    public static bool IsBomb(long inflated, long compressed) =>
        inflated > Most || (inflated > Unsuspicious && inflated / MostRatio > Math.Max(compressed, 1));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inflated.Read(buffer);
            if (read > 0 && compressed.Overrun)
                throw new InvalidDataException("The file breaks off.");
        }
        catch (InvalidDataException e)
        {
            throw new RowFormatException(string.Create(CultureInfo.InvariantCulture, $"its compression is damaged or cut off (after {total} bytes of content); get it again."), e);
        }

        total += read;
        if (IsBomb(total, compressed.Position))
            throw new RowFormatException("it decompresses to more than 16 GiB, or to more than a thousand times its size; that is no data set. Get it again.");
        return read;
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
            inflated.Dispose();
        base.Dispose(disposing);
    }
}
