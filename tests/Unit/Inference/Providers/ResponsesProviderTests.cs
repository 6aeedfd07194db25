using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Responses;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class ResponsesProviderTests : IDisposable
{
    private const string Answer = """
        {"id":"resp_1","object":"response","status":"completed","model":"m-2025","error":null,"incomplete_details":null,"output":[
          {"type":"reasoning","id":"rs_1","summary":[]},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"B","annotations":[]}]},
          {"type":"function_call","call_id":"c1","name":"dose","arguments":"{\"kg\":70}"}],
         "usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":64},"output_tokens":40,"output_tokens_details":{"reasoning_tokens":30},"total_tokens":140}}
        """;

    private readonly CannedServer server = new CannedServer().Says(Answer);

    [Fact]
    public async Task An_answer_falls_into_its_parts()
    {
        var reply = await AskAsync(Questions.Simple("openai-responses"));

        Assert.Equal(("B", "m-2025", FinishReason.ToolCalls), (reply.Completion.Text, reply.Completion.ModelSnapshot, reply.Completion.FinishReason));
        Assert.Equal(new ToolCall { Id = "c1", Name = "dose", ArgumentsJson = """{"kg":70}""" }, Assert.Single(reply.Completion.ToolCalls));
        Assert.Equal(new Usage { InputTokens = 36, CachedInputTokens = 64, OutputTokens = 10, ReasoningTokens = 30 }, reply.Usage);
        Assert.Equal("https://api.example/v1/responses", server.Asked!.AbsoluteUri);
    }

    [Fact]
    public async Task A_conversation_becomes_items()
    {
        await AskAsync(Questions.Simple("openai-responses", new DecodingParameters { MaxOutputTokens = 50, ReasoningEffort = "low" }) with
        {
            Conversation = Questions.WithTools() with { ResponseFormat = Questions.Schema },
        });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"model":"m-1","store":false,"instructions":"Be brief.","input":[
              {"role":"user","content":"Dose for 70 kg?"},
              {"type":"function_call","call_id":"c1","name":"dose","arguments":"{\"kg\":70}"},{"type":"function_call","call_id":"c2","name":"dose","arguments":"{\"kg\":71}"},
              {"type":"function_call_output","call_id":"c1","output":"7 mg"},{"type":"function_call_output","call_id":"c2","output":"{\"mg\":7.1}"}],
             "max_output_tokens":50,"reasoning":{"effort":"low"},
             "tools":[{"type":"function","name":"dose","description":"Looks a dose up.","parameters":{"type":"object","properties":{"kg":{"type":"number"}}},"strict":true}],
             "tool_choice":"required","text":{"format":{"type":"json_schema","name":"verdict","schema":{"type":"object"},"strict":true}}}
            """), JsonNode.Parse(server.AskedBody)), server.AskedBody);
    }

    [Theory]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"reasoning"}]}""", FailureReason.Length)]
    [InlineData("""{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}]}""", FailureReason.ContentFilter)]
    [InlineData("""{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}""", FailureReason.Refusal)]
    [InlineData("""{"status":"completed","output":[]}""", FailureReason.Empty)]
    [InlineData("""{"status":"failed","error":{"code":"server_error","message":"the prompt was"},"output":[]}""", FailureReason.ProviderError)]
    [InlineData("""{"status":"failed","error":{"code":"rate_limit_exceeded"},"output":[]}""", FailureReason.RateLimit)]
    [InlineData("""{}""", FailureReason.ProviderError)]
    public async Task What_is_no_answer_is_a_failure_with_its_reason(string body, FailureReason reason)
    {
        server.Says(body);

        Assert.Equal(reason, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("openai-responses")))).Reason);
    }

    [Fact]
    public async Task A_cut_answer_is_kept_and_marked()
    {
        server.Says("""{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"The pl"}]}]}""");

        Assert.Equal(FinishReason.Length, (await AskAsync(Questions.Simple("openai-responses"))).Completion.FinishReason);
    }

    [Fact]
    public async Task A_setting_that_the_api_lacks_is_refused_and_not_dropped() => Assert.Equal(
        FailureReason.InvalidRequest, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("openai-responses", new DecodingParameters { Stop = { "END" } })))).Reason);

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public async Task A_stream_ends_with_the_whole_answer(int pieceLength)
    {
        server.Streams(pieceLength,
            """{"type":"response.created","response":{"status":"in_progress"}}""",
            """{"type":"response.output_text.delta","delta":"B"}""",
            """{"type":"response.completed","response":""" + Answer.ReplaceLineEndings("") + "}");
        var (reply, pieces) = await server.StreamAsync(new ResponsesProvider(server.Http), Questions.Simple("openai-responses"));

        Assert.Equal(["B"], pieces);
        Assert.Equal(140, reply.Usage.InputTokens + reply.Usage.CachedInputTokens + reply.Usage.OutputTokens + reply.Usage.ReasoningTokens);
    }

    [Fact]
    public async Task A_stream_without_its_end_is_no_answer()
    {
        server.Streams(50, """{"type":"response.output_text.delta","delta":"B"}""");

        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(new ResponsesProvider(server.Http), Questions.Simple("openai-responses")))).MaybeBilled);
    }

    public void Dispose() => server.Dispose();

    private Task<ProviderReply> AskAsync(ProviderRequest request) => new ResponsesProvider(server.Http).CompleteAsync(request, null, CancellationToken.None);
}
