using System.Net;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class ProviderHttpTests : IDisposable
{
    private readonly CannedServer server = new();

    [Theory]
    [InlineData(400, """{"error":{"code":"content_filter"}}""", FailureReason.ContentFilter, false, false)]
    [InlineData(400, """{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", FailureReason.Authentication, false, false)]
    [InlineData(400, """{"error":{"message":"no"}}""", FailureReason.InvalidRequest, false, false)]
    [InlineData(401, "", FailureReason.Authentication, false, false)]
    [InlineData(402, "", FailureReason.RateLimit, false, false)]
    [InlineData(403, "not json", FailureReason.Authentication, false, false)]
    [InlineData(307, "", FailureReason.InvalidRequest, false, false)]
    [InlineData(408, "", FailureReason.Timeout, true, true)]
    [InlineData(413, """{"error":{"type":"request_too_large"}}""", FailureReason.InvalidRequest, false, false)]
    [InlineData(429, """{"error":{"code":"insufficient_quota"}}""", FailureReason.RateLimit, false, false)]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded"}}""", FailureReason.RateLimit, true, false)]
    [InlineData(500, "", FailureReason.ProviderError, true, false)]
    [InlineData(503, """{"error":{"status":"UNAVAILABLE"}}""", FailureReason.ProviderError, true, false)]
    [InlineData(504, "", FailureReason.Timeout, true, true)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error"}}""", FailureReason.RateLimit, true, false)]
    public async Task A_status_says_what_failed_whether_to_try_again_and_who_may_bill_it(int status, string body, FailureReason reason, bool passing, bool maybeBilled)
    {
        server.Says(body).Status = (HttpStatusCode)status;

        var error = await FailureAsync();

        Assert.Equal((reason, passing, maybeBilled), (error.Reason, error.Passing, error.MaybeBilled));
        Assert.Equal(1, server.Calls);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7_000)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT", 30_000)]
    [InlineData("retry-after-ms", "1500", 1_500)]
    public async Task The_wait_that_the_provider_asks_for_is_passed_on(string header, string value, int milliseconds)
    {
        server.Status = HttpStatusCode.TooManyRequests;
        server.ReplyHeaders[header] = value;

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), (await FailureAsync()).RetryAfter);
    }

    [Fact]
    public async Task The_wait_may_stand_in_the_error_itself()
    {
        server.Says("""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""").Status = HttpStatusCode.TooManyRequests;

        Assert.Equal(TimeSpan.FromSeconds(34.5), (await FailureAsync()).RetryAfter);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public async Task Only_what_was_sent_can_have_been_billed(HttpRequestError cause, bool maybeBilled)
    {
        server.Failure = new HttpRequestException(cause);

        var error = await FailureAsync();

        Assert.Equal((FailureReason.ProviderError, true, maybeBilled), (error.Reason, error.Passing, error.MaybeBilled));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_may_have_been_billed()
    {
        server.Says("""{"choices":[{"mess""").Breaks = true;

        Assert.True((await FailureAsync()).MaybeBilled);
    }

    [Fact]
    public async Task A_reply_without_end_is_not_read_to_the_end()
    {
        server.Body = new byte[ProviderHttp.MaxReplyBytes + 1];

        var error = await FailureAsync();

        Assert.Contains("larger than 8 MB", error.Message, StringComparison.Ordinal);
        Assert.False(error.Passing);
        Assert.True(error.MaybeBilled);
    }

    [Fact]
    public async Task A_line_of_a_stream_without_end_is_not_kept()
    {
        server.Body = [.. "data: "u8, .. new byte[ProviderHttp.MaxReplyBytes + 1]];
        server.ContentType = "text/event-stream";

        var error = await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(new OpenAiProvider(server.Http), Questions.Simple("openai")));

        Assert.Contains("larger than 8 MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_providers_words_is_passed_on()
    {
        server.Says("""{"error":{"message":"the patient has sk-key-1","code":"MRN4711 fever"}}""").Status = HttpStatusCode.BadRequest;

        var error = await FailureAsync();

        Assert.DoesNotContain("patient", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MRN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-key-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_a_failure_before_anything_is_sent()
    {
        var request = Questions.Simple("openai");
        request = request with { Deployment = request.Deployment with { ApiKey = new("MEDHELM_TEST_NO_SUCH_KEY", null) } };

        var error = await Assert.ThrowsAsync<ProviderException>(() => new OpenAiProvider(server.Http).CompleteAsync(request, null, CancellationToken.None));

        Assert.Equal(FailureReason.Authentication, error.Reason);
        Assert.Equal(0, server.Calls);
    }

    public void Dispose() => server.Dispose();

    private Task<ProviderException> FailureAsync() => Assert.ThrowsAsync<ProviderException>(() => new OpenAiProvider(server.Http).CompleteAsync(Questions.Simple("openai"), null, CancellationToken.None));
}
