using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics.Embeddings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

public sealed class AnswerEncodingTests
{
    private readonly FakeEncoder encoder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Texts_of_many_answers_go_in_one_call_each_text_once()
    {
        var encodings = await Encoding().EncodeAsync([Group("aa", "ref"), Group("bb", "ref"), []], comesAgain: true, default);

        Assert.Equal(["aa", "ref", "bb"], Assert.Single(encoder.Calls));
        Assert.Equal(["fake@1", "fake@1", "fake@1"], encodings.Select(e => e.Encoder));
        Assert.Equal(encodings[0].Compare("aa", "ref"), GreedyMatching.Compare(Vector("aa"), Vector("ref")));
    }

    [Fact]
    public async Task References_are_encoded_once_and_answers_each_time()
    {
        var encoding = Encoding();
        await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default);
        await encoding.EncodeAsync([Group("aa", "ref"), Group("cc", "other")], comesAgain: true, default);

        Assert.Equal(["aa", "ref", "aa", "cc", "other"], encoder.Asked);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_and_the_least_recently_used_leaves()
    {
        // A text of one word takes 322 bytes with its overhead: two find room.
        var encoding = Encoding(cacheBytes: 700);
        foreach (var reference in new[] { "r1", "r2", "r1", "r3", "r1", "r2" }) await encoding.EncodeAsync([Group("a", reference)], comesAgain: true, default);

        Assert.Equal(["r1", "r2", "r3", "r2"], encoder.Asked.Where(text => text != "a"));
    }

    [Fact]
    public async Task After_the_encoder_became_another_no_vectors_of_both_are_compared()
    {
        var encoding = Encoding();
        await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default);
        (encoder.Model, encoder.Dimension) = ("fake@2", 20);

        var encodings = await encoding.EncodeAsync([Group("bb", "ref")], comesAgain: true, default);
        await encoding.EncodeAsync([Group("dd", "ref")], comesAgain: true, default);

        Assert.Equal("fake@2", encodings[0].Encoder);
        encodings[0].Compare("bb", "ref");
        Assert.Equal(["aa", "ref", "bb", "ref", "dd"], encoder.Asked);
    }

    [Fact]
    public async Task Without_an_encoder_the_reason_says_what_to_set()
    {
        var encoding = new AnswerEncoding(null, clock, NullLogger<AnswerEncoding>.Instance);

        var encodings = await encoding.EncodeAsync([Group("aa", "ref"), []], comesAgain: true, default);

        Assert.All(encodings, e => Assert.Contains("MEDHELM__ENCODER__URL or MEDHELM__ENCODER__MODEL", e.Problem));
        Assert.Equal(encoding.Problem, encodings[0].Problem);
    }

    [Fact]
    public async Task A_short_outage_sends_the_message_back_and_a_long_one_becomes_the_reason()
    {
        var encoding = Encoding();
        encoder.Failure = new EncoderException("the encoder at host:1 does not answer (ConnectionError)", passing: true);
        await Assert.ThrowsAsync<EncoderException>(() => encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default));
        clock.Advance(TimeSpan.FromSeconds(19));
        await Assert.ThrowsAsync<EncoderException>(() => encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default));
        Assert.Equal("", encoding.Problem);

        clock.Advance(TimeSpan.FromSeconds(1));
        var given = await encoding.EncodeAsync([Group("aa", "ref"), []], comesAgain: true, default);

        Assert.Equal(["the encoder at host:1 does not answer (ConnectionError)", ""], given.Select(e => e.Problem));
        Assert.Equal(given[0].Problem, encoding.Problem);
    }

    [Fact]
    public async Task A_given_up_encoder_is_asked_now_and_then_and_its_success_ends_the_outage()
    {
        var encoding = Encoding();
        encoder.Failure = new EncoderException("away", passing: true);
        await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: false, default);
        clock.Advance(TimeSpan.FromSeconds(20));
        await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default);
        var asked = encoder.Calls.Count;

        encoder.Failure = null;
        Assert.Equal("away", (await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default))[0].Problem);
        Assert.Equal(asked, encoder.Calls.Count);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("", (await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default))[0].Problem);
        Assert.Equal("", encoding.Problem);
    }

    [Fact]
    public async Task Who_does_not_come_again_gets_the_reason_at_once()
    {
        encoder.Failure = new EncoderException("away", passing: true);

        Assert.Equal("away", (await Encoding().EncodeAsync([Group("aa", "ref")], comesAgain: false, default))[0].Problem);
    }

    [Fact]
    public async Task What_will_not_pass_is_the_reason_at_once_and_no_outage()
    {
        var encoding = Encoding();
        encoder.Failure = new EncoderException("refused the key", passing: false);

        Assert.Equal("refused the key", (await encoding.EncodeAsync([Group("aa", "ref")], comesAgain: true, default))[0].Problem);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("", encoding.Problem);
    }

    private static TokenVectors Vector(string text) => new FakeEncoder().EncodeAsync([text], default).Result.Vectors[0];

    private static EncodedText[] Group(string answer, string reference) => [new(answer, Shared: false), new(reference, Shared: true)];

    private AnswerEncoding Encoding(long cacheBytes = AnswerEncoding.StandardCacheBytes) => new(encoder, clock, NullLogger<AnswerEncoding>.Instance, cacheBytes);
}
