using System.Net;
using System.Net.Http.Headers;

namespace MedHelm.Inference.Providers.Http;

/// <summary>The lines of a batch as they go out, without a second copy of them in memory.</summary>
internal sealed class BatchLines : HttpContent
{
    private readonly byte[] head;
    private readonly IReadOnlyList<byte[]> lines;
    private readonly byte[] between;
    private readonly byte[] tail;

    public BatchLines(byte[] head, IReadOnlyList<byte[]> lines, byte[] between, byte[] tail, string type)
    {
        (this.head, this.lines, this.between, this.tail) = (head, lines, between, tail);
        Headers.ContentType = new MediaTypeHeaderValue(type);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(head);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0) await stream.WriteAsync(between);
            await stream.WriteAsync(lines[i]);
        }
        await stream.WriteAsync(tail);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = head.Length + tail.Length + (long)between.Length * Math.Max(0, lines.Count - 1) + lines.Sum(line => (long)line.Length);
        return true;
    }
}
