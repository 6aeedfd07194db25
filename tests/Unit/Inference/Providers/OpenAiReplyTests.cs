using System.Text;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class OpenAiReplyTests
{
    [Fact]
    public void Tokens_fall_into_disjoint_buckets_that_sum_to_the_providers_total()
    {
        var reply = Read("""
            {"model":"m-2024","choices":[{"message":{"content":"B"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,
                      "prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":30}}}
            """);

        Assert.Equal("B", reply.Completion.Text);
        Assert.Equal("m-2024", reply.Completion.ModelSnapshot);
        Assert.Equal(FinishReason.Stop, reply.Completion.FinishReason);
        Assert.Equal(new Usage { InputTokens = 36, CachedInputTokens = 64, OutputTokens = 10, ReasoningTokens = 30 }, reply.Usage);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}""", FailureReason.Empty)]
    [InlineData("""{"choices":[{"message":{"content":null},"finish_reason":"length"}]}""", FailureReason.Length)]
    [InlineData("""{"choices":[{"message":{"content":" \n "}}]}""", FailureReason.Empty)]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"I can't"}}]}""", FailureReason.Refusal)]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}""", FailureReason.ContentFilter)]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"insufficient_system_resource"}]}""", FailureReason.ProviderError)]
    [InlineData("""{"choices":[]}""", FailureReason.ProviderError)]
    [InlineData("""{"choices":[{}]}""", FailureReason.ProviderError)]
    [InlineData("""[]""", FailureReason.ProviderError)]
    [InlineData("""not json""", FailureReason.ProviderError)]
    [InlineData("", FailureReason.ProviderError)]
    public void A_reply_without_an_answer_is_a_failure_with_its_reason(string body, FailureReason reason) =>
        Assert.Equal(reason, Assert.Throws<ProviderException>(() => Read(body)).Reason);

    [Fact]
    public void A_cut_answer_is_kept_and_marked()
    {
        Assert.Equal(FinishReason.Length, Read("""{"choices":[{"message":{"content":"The plan"},"finish_reason":"length"}]}""").Completion.FinishReason);
    }

    [Fact]
    public void Tokens_used_by_a_failed_answer_are_not_forgotten()
    {
        var error = Assert.Throws<ProviderException>(() => Read("""{"choices":[{"message":{"content":""}}],"usage":{"prompt_tokens":9,"completion_tokens":4}}"""));

        Assert.Equal(new Usage { InputTokens = 9, OutputTokens = 4 }, error.Usage);
    }

    [Fact]
    public void An_absurd_number_of_tokens_does_not_break_the_books()
    {
        var reply = Read("""{"choices":[{"message":{"content":"B"}}],"usage":{"prompt_tokens":9000000000000000000,"completion_tokens":-4}}""");

        Assert.Equal(new Usage { InputTokens = 100_000_000 }, reply.Usage);
    }

    [Theory]
    [InlineData("content_filter", "content_filter")]
    [InlineData("bad value: the patient has a fever", "")]
    [InlineData("sk-proj-0123456789", "")]
    [InlineData("MRN4711", "")]
    public void Only_a_plain_code_of_an_error_is_passed_on(string code, string passedOn) =>
        Assert.Equal(passedOn, ErrorCodes.Of(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { error = new { code } })));

    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36}""", 36, 64, 20, 0)]
    [InlineData("""{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}""", 32, 0, 9, 94)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":99}""", 10, 0, 5, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":50},"completion_tokens_details":{"reasoning_tokens":50}}""", 0, 10, 0, 5)]
    public void Counts_of_compatible_servers_become_disjoint_and_never_negative(string usage, long input, long cached, long output, long reasoning) => Assert.Equal(
        new Usage { InputTokens = input, CachedInputTokens = cached, OutputTokens = output, ReasoningTokens = reasoning },
        Read("""{"choices":[{"message":{"content":"B"}}],"usage":""" + usage + "}").Usage);

    [Fact]
    public void Calls_of_tools_are_an_answer_without_text()
    {
        var completion = Read("""
            {"choices":[{"message":{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"dose","arguments":"{\"kg\":70}"}}]},"finish_reason":"stop"}]}
            """).Completion;

        Assert.Equal(FinishReason.ToolCalls, completion.FinishReason);
        Assert.Equal(new ToolCall { Id = "c1", Name = "dose", ArgumentsJson = """{"kg":70}""" }, Assert.Single(completion.ToolCalls));
    }

    [Theory]
    [InlineData("not json", true)]
    [InlineData("""{"choices":[]}""", true)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":9}}""", false)]
    public void A_success_that_cannot_be_read_may_have_been_billed_unless_it_says_how_much(string body, bool maybe) =>
        Assert.Equal(maybe, Assert.Throws<ProviderException>(() => Read(body)).MaybeBilled);

    private static ProviderReply Read(string body) => OpenAiReply.Read(Encoding.UTF8.GetBytes(body));
}
