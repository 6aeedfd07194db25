using System.Globalization;
using System.Net;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers.Http;

/// <summary>What an error of a provider means for us.</summary>
internal static class Refusals
{
    private const HttpStatusCode Overloaded = (HttpStatusCode)529;
    private const HttpStatusCode ProxyTimeout = (HttpStatusCode)524;

    /// <summary>The failure behind a status other than success.</summary>
    public static ProviderException Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        var code = response.Headers.TryGetValues("x-amzn-ErrorType", out var type) ? ErrorCodes.Plain(type.FirstOrDefault() ?? "") : ErrorCodes.Of(body);
        return OfStatus((int)response.StatusCode, code, RetryAfter(response, body, now));
    }

    /// <summary>The failure behind a status other than success, and the code that came with it.</summary>
    public static ProviderException OfStatus(int status, string code, TimeSpan? wait = null)
    {
        var said = $"The provider answered {status.ToString(CultureInfo.InvariantCulture)}{(code.Length > 0 ? $" ({code})" : "")}.";
        return ByCode(code, said, wait) ?? (HttpStatusCode)status switch
        {
            HttpStatusCode.PaymentRequired => new(FailureReason.RateLimit, said + " The account has no credit left."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(FailureReason.Authentication, said + " Check the deployment's credentials."),
            HttpStatusCode.TooManyRequests or Overloaded => new(FailureReason.RateLimit, said, passing: true) { RetryAfter = wait },
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout or ProxyTimeout =>
                new(FailureReason.Timeout, said, passing: true) { RetryAfter = wait, MaybeBilled = true },
            // 409: the same request is under way there. 424: how Bedrock passes on a failure of the model.
            >= HttpStatusCode.InternalServerError or HttpStatusCode.Conflict or HttpStatusCode.FailedDependency =>
                new(FailureReason.ProviderError, said, passing: true) { RetryAfter = wait },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new(FailureReason.InvalidRequest, said + " Redirects are not followed, because they would carry the key along; set the deployment's base_url to where they lead."),
            _ => new(FailureReason.InvalidRequest, said + " Check the deployment's base_url, model and parameters."),
        };
    }

    /// <summary>The failure behind an error in the middle of a stream that began well. What was written till then may be billed.</summary>
    public static ProviderException InStream(string code)
    {
        var said = $"The provider broke the answer off{(code.Length > 0 ? $" ({code})" : "")}.";
        var known = ByCode(code, said, null) ?? new ProviderException(code switch
        {
            "overloaded_error" or "rate_limit_error" or "rate_limit_exceeded" or "ThrottlingException" or "RESOURCE_EXHAUSTED" => FailureReason.RateLimit,
            "timeout_error" or "ModelTimeoutException" or "DEADLINE_EXCEEDED" => FailureReason.Timeout,
            "invalid_request_error" or "ValidationException" or "INVALID_ARGUMENT" => FailureReason.InvalidRequest,
            _ => FailureReason.ProviderError,
        }, said, passing: true);
        return new ProviderException(known.Reason, known.Message, known.Passing && known.Reason != FailureReason.InvalidRequest) { MaybeBilled = true };
    }

    // Codes that say more than the status they come with.
    private static ProviderException? ByCode(string code, string said, TimeSpan? wait) => code switch
    {
        "content_filter" or "content_policy_violation" => new(FailureReason.ContentFilter, said),
        "insufficient_quota" or "billing_error" => new(FailureReason.RateLimit, said + " The account has no credit left."),
        "API_KEY_INVALID" or "authentication_error" or "permission_error" => new(FailureReason.Authentication, said + " Check the deployment's credentials."),
        "overloaded_error" => new(FailureReason.RateLimit, said, passing: true) { RetryAfter = wait },
        _ => null,
    };

    // Seconds or a date; a wait of nothing means our own pace.
    private static TimeSpan? RetryAfter(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        var wait = response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and < 1e9
            ? TimeSpan.FromMilliseconds(milliseconds)
            : response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now ?? RetryDelay(body);
        return wait > TimeSpan.Zero ? wait : null;
    }

    // google.rpc.RetryInfo in the error's details: seconds with an "s" behind.
    private static TimeSpan? RetryDelay(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!ReplyJson.TryGet(document.RootElement, "error", JsonValueKind.Object, out var error)) return null;
            foreach (var detail in ReplyJson.Items(error, "details"))
                if (ReplyJson.Text(detail, "retryDelay") is { } delay && delay.EndsWith('s')
                    && double.TryParse(delay.AsSpan(..^1), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6)
                    return TimeSpan.FromSeconds(seconds);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, no wish.
        }
        return null;
    }
}
