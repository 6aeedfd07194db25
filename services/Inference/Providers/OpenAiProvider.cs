using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>
/// Any endpoint that speaks OpenAI's chat completions. A thin client instead of a vendor SDK: compatible servers differ in
/// which fields they know, and each request carries an Idempotency-Key, so that a server that honours it never bills a repeat.
/// </summary>
internal sealed class OpenAiProvider(IHttpClientFactory clients, TimeProvider clock) : IProvider
{
    internal const string HttpClientName = "openai";
    internal const int MaxReplyBytes = 8 * 1024 * 1024;

    public string Name => "openai";

    public string KeyOf(ProviderRequest request) => request.Deployment.ExtraBody;

    public async Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(request.Deployment.BaseUrl!, "chat/completions"))
        {
            Content = new ByteArrayContent(OpenAiBody.Write(request)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        try
        {
            if (request.Deployment.ApiKey.Read() is { } key) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        catch (InvalidOperationException e)
        {
            throw new ProviderException(FailureReason.Authentication, e.Message);
        }
        catch (FormatException)
        {
            throw new ProviderException(FailureReason.Authentication, "The API key holds characters that no header can carry; check where it is read from.");
        }
        message.Headers.TryAddWithoutValidation("Idempotency-Key", request.RequestDigest);
        try
        {
            using var response = await clients.CreateClient(HttpClientName).SendAsync(message, HttpCompletionOption.ResponseContentRead, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return response.IsSuccessStatusCode ? OpenAiReply.Read(body) : throw Refused(response, body);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ProviderException(FailureReason.ProviderError, $"The reply is larger than {MaxReplyBytes / 1024 / 1024} MB.");
        }
        catch (HttpRequestException e)
        {
            throw new ProviderException(FailureReason.ProviderError, $"The connection to {message.RequestUri!.Authority} failed ({e.HttpRequestError}).", passing: true);
        }
        catch (IOException)
        {
            throw new ProviderException(FailureReason.ProviderError, $"The connection to {message.RequestUri!.Authority} broke off.", passing: true);
        }
    }

    private ProviderException Refused(HttpResponseMessage response, byte[] body)
    {
        var code = OpenAiReply.ErrorCode(body);
        var said = $"The provider answered {(int)response.StatusCode}{(code.Length > 0 ? $" ({code})" : "")}.";
        return response.StatusCode switch
        {
            _ when code is "content_filter" or "content_policy_violation" => new(FailureReason.ContentFilter, said),
            _ when code is "insufficient_quota" => new(FailureReason.RateLimit, said + " The account has no credit left."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(FailureReason.Authentication, said + " Check the deployment's api_key."),
            HttpStatusCode.TooManyRequests => new(FailureReason.RateLimit, said, passing: true) { RetryAfter = RetryAfter(response) },
            HttpStatusCode.RequestTimeout => new(FailureReason.Timeout, said, passing: true),
            >= HttpStatusCode.InternalServerError => new(FailureReason.ProviderError, said, passing: true) { RetryAfter = RetryAfter(response) },
            _ => new(FailureReason.InvalidRequest, said + " Check the deployment's base_url, model and parameters."),
        };
    }

    // Seconds or a date; a wait of nothing means our own pace.
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
