using System.Globalization;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The lines of a stream of UTF-8, each as bytes until the next is read. A line ends with LF, CR LF or CR.</summary>
internal sealed class ByteLines(Stream stream) : IDisposable
{
    private const int Longest = 64 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool final;
    private long passed;

    /// <summary>Of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Of the current line's first byte, from 0.</summary>
    public long Offset { get; private set; }

    public bool Next(out ReadOnlyMemory<byte> line)
    {
        Offset = passed + start;
        for (var scanned = 0; ;)
        {
            var rest = buffer.AsSpan(start + scanned, end - start - scanned);
            var at = rest.IndexOfAny((byte)'\n', (byte)'\r');
            // A CR at the end of what has been read may be the first half of CR LF.
            if (at >= 0 && (rest[at] == '\n' || at + 1 < rest.Length || final))
            {
                line = buffer.AsMemory(start, scanned + at);
                Number++;
                start += scanned + at + (rest[at] == '\r' && at + 1 < rest.Length && rest[at + 1] == '\n' ? 2 : 1);
                return true;
            }

            if (final)
            {
                line = buffer.AsMemory(start, end - start);
                start = end;
                Number += line.IsEmpty ? 0 : 1;
                return !line.IsEmpty;
            }

            scanned += at >= 0 ? at : rest.Length;
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        passed += start;
        end -= start;
        start = 0;
        if (end >= Longest)
            throw new RowFormatException(string.Create(CultureInfo.InvariantCulture, $"line {Number + 1} is longer than {Longest >> 20} MiB; check that the file has the format that the definition names."));
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        final = read < buffer.Length - end;
        end += read;
    }
}
