using System.Net;
using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Encoders.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

public sealed class HttpTextEncoderTests
{
    private readonly EncoderEndpoint endpoint = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Texts_come_back_as_vectors_with_the_name_of_the_model()
    {
        var reply = await Encoder().EncodeAsync(["two words", "a text of more than twenty characters"], default);

        Assert.Equal("endpoint@1", reply.Encoder);
        Assert.Equal([(3, 2, false), (8, 7, true)], reply.Vectors.Select(text => (text.Count, text.Texts, text.Cut)));
        // "two" is (1, 3, 0.5), of length sqrt(10.25).
        Assert.Equal([1 / Math.Sqrt(10.25), 3 / Math.Sqrt(10.25), 0.5 / Math.Sqrt(10.25)], reply.Vectors[0].Of(1).ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Null(endpoint.Authorization);
    }

    [Fact]
    public async Task The_key_is_sent_as_a_bearer()
    {
        using var folder = new ScratchFolder();
        await Encoder(new EncoderKey(null, folder.Write("key", "k-1\n"))).EncodeAsync(["a"], default);

        Assert.Equal("Bearer k-1", endpoint.Authorization);
    }

    [Fact]
    public async Task Many_texts_go_in_calls_of_at_most_thirty_two_and_long_ones_in_smaller()
    {
        var reply = await Encoder().EncodeAsync([.. Enumerable.Range(0, 40).Select(i => $"t{i}"), .. Enumerable.Range(0, 20).Select(i => new string('x', 5000 + i))], default);

        Assert.Equal([32, 15, 8, 5], endpoint.Calls.Select(call => call.Count));
        Assert.Equal(60, reply.Vectors.Count);
        Assert.Equal("t39", endpoint.Calls[1][7]);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_passing_failure_is_tried_again_twice(HttpStatusCode status)
    {
        endpoint.Answers.Enqueue(() => new HttpResponseMessage(status));
        endpoint.Answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ConnectionError));

        Assert.Single((await PatientlyAsync(["a"])).Vectors);
        Assert.Equal(3, endpoint.Calls.Count);

        for (var i = 0; i < 3; i++) endpoint.Answers.Enqueue(() => new HttpResponseMessage(status));
        var failure = await Assert.ThrowsAsync<EncoderException>(() => PatientlyAsync(["a"]));
        Assert.Equal((true, 6), (failure.Passing, endpoint.Calls.Count));
        Assert.Contains($"host:90 answered HTTP {(int)status}", failure.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "MEDHELM__ENCODER__KEYVARIABLE")]
    [InlineData(HttpStatusCode.BadRequest, "HTTP 400")]
    [InlineData(HttpStatusCode.Redirect, "HTTP 302")]
    public async Task A_lasting_failure_is_told_at_once(HttpStatusCode status, string expected)
    {
        endpoint.Answers.Enqueue(() => new HttpResponseMessage(status) { Content = new StringContent("secret patient text") });

        var failure = await Assert.ThrowsAsync<EncoderException>(() => Encoder().EncodeAsync(["secret patient text"], default));

        Assert.False(failure.Passing);
        Assert.Contains(expected, failure.Message);
        Assert.DoesNotContain("secret", failure.Message);
        Assert.Single(endpoint.Calls);
    }

    [Theory]
    [InlineData("""{"model":"m","vectors":[[[1,2]]]}""", "lacks model, vectors or special")]
    [InlineData("""{"model":"two words","vectors":[[[1,2]]],"special":[[false]]}""", "model must be a name")]
    [InlineData("""{"model":"m","vectors":[[[1,2]],[[1,2]]],"special":[[false],[false]]}""", "1 texts were sent")]
    [InlineData("""{"model":"m","vectors":[[[1,2],[1]]],"special":[[false,false]]}""", "text 0, token 1")]
    [InlineData("""{"model":"m","vectors":[[[1,2],null]],"special":[[false,false]]}""", "text 0, token 1")]
    [InlineData("""{"model":"m","vectors":[null],"special":[[false]]}""", "a vector must have")]
    [InlineData("""{"model":"m","vectors":[[[]]],"special":[[false]]}""", "a vector must have")]
    [InlineData("""{"model":"m","vectors":[[[1,2]]],"special":[[false,true]]}""", "as many vectors as entries")]
    [InlineData("""{"model":"m","vectors":[[[1,1e999]]],"special":[[false]]}""", "infinite or none")]
    [InlineData("""{"model":"m","vectors":[[[1,"NaN"]]],"special":[[false]]}""", "not the agreed JSON")]
    [InlineData("""{"model":"m","vectors":[[[1,NaN]]],"special":[[false]]}""", "not the agreed JSON")]
    [InlineData("<html>", "not the agreed JSON")]
    [InlineData("null", "lacks model")]
    public async Task An_answer_that_is_not_what_was_agreed_is_refused(string body, string expected)
    {
        endpoint.Answers.Enqueue(() => EncoderEndpoint.Says(body));

        var failure = await Assert.ThrowsAsync<EncoderException>(() => Encoder().EncodeAsync(["a"], default));

        Assert.Contains(expected, failure.Message);
        Assert.False(failure.Passing);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read()
    {
        endpoint.MostBytes = 50;

        Assert.Contains("answered more than", (await Assert.ThrowsAsync<EncoderException>(() => Encoder().EncodeAsync(["a b c d e"], default))).Message);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_passing_failure()
    {
        using var never = new NeverAnswers();
        var waiting = new HttpTextEncoder(never, new Uri("http://host:90/encode"), new EncoderKey(null, null), TimeSpan.FromSeconds(30), clock).EncodeAsync(["a"], default);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<EncoderException>(() => waiting);
        Assert.True(failure.Passing);
        Assert.Contains("MEDHELM__ENCODER__TIMEOUT", failure.Message);
        Assert.Equal(3, never.Calls);
    }

    [Fact]
    public async Task A_model_that_changes_between_two_calls_is_noticed()
    {
        endpoint.Answers.Enqueue(null);
        endpoint.Answers.Enqueue(() => EncoderEndpoint.Says("""{"model":"endpoint@2","vectors":[[[1,2,3]]],"special":[[false]]}"""));

        var failure = await Assert.ThrowsAsync<EncoderException>(() => Encoder().EncodeAsync([.. Enumerable.Repeat("a", 33)], default));

        Assert.True(failure.Passing);
        Assert.Contains("changed its model", failure.Message);
    }

    private HttpTextEncoder Encoder(EncoderKey? key = null, TimeSpan? timeout = null) =>
        new(endpoint, new Uri("http://host:90/encode"), key ?? new(null, null), timeout ?? TimeSpan.FromSeconds(30), clock);

    /// <summary>Lets the pauses between attempts pass; the attempts themselves have any time, because this clock runs on while they work.</summary>
    private async Task<EncoderReply> PatientlyAsync(string[] texts)
    {
        var asking = Encoder(timeout: TimeSpan.FromDays(20)).EncodeAsync(texts, default);
        while (!asking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }
        return await asking;
    }

    private sealed class NeverAnswers : HttpMessageHandler, IHttpClientFactory
    {
        public int Calls { get; private set; }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
