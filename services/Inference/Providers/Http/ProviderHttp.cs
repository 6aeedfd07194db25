using System.Net.Http.Headers;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers.Http;

/// <summary>
/// The one way to every provider: sends once, reads no more than a limit, and says of each failure what it means and whether
/// the provider may bill it.
/// </summary>
internal sealed class ProviderHttp(IHttpClientFactory clients, TimeProvider clock)
{
    internal const string ClientName = "provider";
    internal const int MaxReplyBytes = 8 * 1024 * 1024;
    private const int MaxErrorBytes = 64 * 1024;

    /// <exception cref="ProviderException">There is no answer.</exception>
    public Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel) => ExchangeAsync(Message(call), async (response, stream) =>
    {
        if (call.Streamed is { } read && response.Content.Headers.ContentType?.MediaType == call.StreamType) return await read(stream, cancel);
        var reply = call.Whole(await WholeAsync(stream, cancel));
        if (reply.Completion.Text.Length > 0) call.OnText?.Invoke(reply.Completion.Text);
        return reply;
    }, cancel);

    /// <summary>Sends a message, which it disposes, and reads what comes back.</summary>
    /// <exception cref="ProviderException">It failed.</exception>
    public async Task<T> ExchangeAsync<T>(HttpRequestMessage sent, Func<HttpResponseMessage, Stream, Task<T>> read, CancellationToken cancel)
    {
        using var message = sent;
        var address = message.RequestUri!;
        var answered = false;
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            answered = true;
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            if (!response.IsSuccessStatusCode) throw Refusals.Of(response, await ErrorAsync(stream, cancel), clock.GetUtcNow());
            return await read(response, stream);
        }
        catch (InvalidDataException)
        {
            throw new ProviderException(FailureReason.ProviderError, $"The reply is larger than {MaxReplyBytes / 1024 / 1024} MB.") { MaybeBilled = true };
        }
        catch (HttpRequestException e)
        {
            throw Broken(address, e.HttpRequestError, answered || !NeverSent(e.HttpRequestError));
        }
        catch (HttpIOException e)
        {
            throw Broken(address, e.HttpRequestError, maybeBilled: true);
        }
        catch (IOException)
        {
            throw Broken(address, HttpRequestError.ResponseEnded, maybeBilled: true);
        }
    }

    private static HttpRequestMessage Message(ProviderCall call)
    {
        var message = Prepared(HttpMethod.Post, call.Address, call.Prepare);
        message.Content = Json(call.Body);
        message.Headers.TryAddWithoutValidation("Idempotency-Key", call.IdempotencyKey);
        return message;
    }

    public static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A message with its credentials.</summary>
    /// <exception cref="ProviderException">They cannot be had.</exception>
    public static HttpRequestMessage Prepared(HttpMethod method, Uri address, Action<HttpRequestMessage> prepare)
    {
        var message = new HttpRequestMessage(method, address);
        try
        {
            prepare(message);
            return message;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            message.Dispose();
            throw new ProviderException(FailureReason.Authentication, e.Message);
        }
        catch (FormatException)
        {
            message.Dispose();
            throw new ProviderException(FailureReason.Authentication, "The API key holds characters that no header can carry; check where it is read from.");
        }
    }

    private static bool NeverSent(HttpRequestError error) => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError;

    private static ProviderException Broken(Uri address, HttpRequestError error, bool maybeBilled) =>
        new(FailureReason.ProviderError, maybeBilled ? $"The connection to {address.Authority} broke off ({error})." : $"The connection to {address.Authority} failed ({error}).", passing: true)
        {
            MaybeBilled = maybeBilled,
        };

    /// <summary>All of a reply.</summary>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public static async Task<byte[]> WholeAsync(Stream stream, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        await new LimitedStream(stream, MaxReplyBytes, MaxReplyBytes).CopyToAsync(whole, cancel);
        return whole.ToArray();
    }

    // The status says enough where the text behind it does not arrive; and of a long text the rest is left unread.
    private static async Task<byte[]> ErrorAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[MaxErrorBytes];
        try
        {
            return buffer[..await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)];
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return [];
        }
    }
}
