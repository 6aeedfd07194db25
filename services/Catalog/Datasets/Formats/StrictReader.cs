using System.Text;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>Reads text, and says where the bytes are that are none.</summary>
internal sealed class StrictReader(StreamReader reader, Func<DecoderFallbackException, RowFormatException> complain) : TextReader
{
    public override int Peek() => Guarded(static r => r.Peek());

    public override int Read() => Guarded(static r => r.Read());

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        try
        {
            return reader.Read(buffer);
        }
        catch (DecoderFallbackException e)
        {
            throw complain(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();
        base.Dispose(disposing);
    }

    private int Guarded(Func<StreamReader, int> read)
    {
        try
        {
            return read(reader);
        }
        catch (DecoderFallbackException e)
        {
            throw complain(e);
        }
    }
}
