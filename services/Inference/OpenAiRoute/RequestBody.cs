using System.Buffers;
using System.IO.Pipelines;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>A whole request body in memory that is given back.</summary>
internal static class RequestBody
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Reads the body and makes something of it.</summary>
    /// <exception cref="OpenAiException">It is too large.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancel)
    {
        // A page of another site can send text/plain without asking first, but not JSON.
        if (!request.HasJsonContentType()) throw new OpenAiException(StatusCodes.Status415UnsupportedMediaType, OpenAiException.InvalidType, "unsupported_media_type", "The content-type must be application/json.");
        if (request.ContentLength > MostBytes) throw TooLarge();
        var reader = request.BodyReader;
        var result = await reader.ReadAsync(cancel);
        // Most requests are here in one piece.
        if (result is { IsCompleted: true, Buffer.IsSingleSegment: true })
        {
            try
            {
                return read(result.Buffer.First);
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        var body = ArrayPool<byte>.Shared.Rent(Math.Max(64 * 1024, (int)result.Buffer.Length * 2));
        var length = 0;
        try
        {
            while (true)
            {
                (body, length) = Append(body, length, result);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return read(body.AsMemory(0, length));
                result = await reader.ReadAsync(cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static (byte[] Body, int Length) Append(byte[] body, int length, ReadResult result)
    {
        var together = length + result.Buffer.Length;
        if (together > MostBytes) throw TooLarge();
        if (together > body.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)together * 2);
            body.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(body);
            body = larger;
        }
        result.Buffer.CopyTo(body.AsSpan(length));
        return (body, (int)together);
    }

    private static OpenAiException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, OpenAiException.InvalidType, "request_too_large", "The body is larger than 16 MB.");
}
