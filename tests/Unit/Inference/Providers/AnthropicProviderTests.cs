using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Anthropic;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class AnthropicProviderTests : IDisposable
{
    private const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m-20250601","content":[
          {"type":"thinking","thinking":"hidden","signature":"s"},{"type":"text","text":"B"},{"type":"tool_use","id":"c1","name":"dose","input":{"kg":70}}],
         "stop_reason":"tool_use","usage":{"input_tokens":20,"cache_creation_input_tokens":300,"cache_read_input_tokens":1000,"output_tokens":40}}
        """;

    private readonly CannedServer server = new CannedServer().Says(Answer);

    [Fact]
    public async Task An_answer_falls_into_its_parts_and_thinking_is_none_of_them()
    {
        var reply = await AskAsync(Questions.Simple("anthropic"));

        Assert.Equal(("B", "m-20250601", FinishReason.ToolCalls), (reply.Completion.Text, reply.Completion.ModelSnapshot, reply.Completion.FinishReason));
        Assert.Equal(new ToolCall { Id = "c1", Name = "dose", ArgumentsJson = """{"kg":70}""" }, Assert.Single(reply.Completion.ToolCalls));
        Assert.Equal(new Usage { InputTokens = 20, CacheWriteTokens = 300, CachedInputTokens = 1000, OutputTokens = 40 }, reply.Usage);
        Assert.Equal("2023-06-01", server.AskedHeaders["anthropic-version"]);
        Assert.Equal("https://api.example/v1/messages", server.Asked!.AbsoluteUri);
    }

    [Fact]
    public async Task A_conversation_becomes_turns_with_the_instructions_apart()
    {
        var request = Questions.Simple("anthropic", new DecodingParameters { TopK = 5, Stop = { "END" }, ReasoningEffort = "low" });
        await AskAsync(request with
        {
            Deployment = request.Deployment with { MostOutputTokens = 4096, AnthropicBeta = ["a", "b"] },
            Conversation = Questions.WithTools() with { ResponseFormat = Questions.Schema },
        });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"model":"m-1","max_tokens":4096,"system":[{"type":"text","text":"Be brief."}],"messages":[
              {"role":"user","content":[{"type":"text","text":"Dose for 70 kg?"}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"dose","input":{"kg":70}},{"type":"tool_use","id":"c2","name":"dose","input":{"kg":71}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"7 mg"},{"type":"tool_result","tool_use_id":"c2","content":"{\"mg\":7.1}"}]}],
             "top_k":5,"stop_sequences":["END"],
             "tools":[{"name":"dose","description":"Looks a dose up.","input_schema":{"type":"object","properties":{"kg":{"type":"number"}}},"strict":true}],
             "tool_choice":{"type":"any"},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}}}
            """), JsonNode.Parse(server.AskedBody)), server.AskedBody);
        Assert.Equal("a,b", server.AskedHeaders["anthropic-beta"]);
    }

    [Fact]
    public async Task Free_json_comes_through_a_tool_and_is_given_as_text()
    {
        server.Says("""{"content":[{"type":"tool_use","id":"x","name":"json_answer","input":{"score":4}}],"stop_reason":"tool_use"}""");
        var request = Questions.Simple("anthropic");
        var reply = await AskAsync(request with { Conversation = request.Conversation! with { ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonObject } } });

        Assert.Equal(("""{"score":4}""", FinishReason.Stop, 0), (reply.Completion.Text, reply.Completion.FinishReason, reply.Completion.ToolCalls.Count));
        Assert.Equal("json_answer", server.AskedJson().GetProperty("tool_choice").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{"content":[],"stop_reason":"refusal"}""", FailureReason.Refusal)]
    [InlineData("""{"content":[{"type":"thinking","thinking":"long"}],"stop_reason":"max_tokens"}""", FailureReason.Length)]
    [InlineData("""{"content":[],"stop_reason":"end_turn"}""", FailureReason.Empty)]
    [InlineData("""{"type":"message"}""", FailureReason.ProviderError)]
    public async Task What_is_no_answer_is_a_failure_with_its_reason(string body, FailureReason reason)
    {
        server.Says(body);

        Assert.Equal(reason, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("anthropic")))).Reason);
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("something_new", FinishReason.Unspecified)]
    public async Task Why_the_model_stopped_is_told(string reason, FinishReason finish)
    {
        server.Says($$"""{"content":[{"type":"text","text":"B"}],"stop_reason":"{{reason}}"}""");

        Assert.Equal(finish, (await AskAsync(Questions.Simple("anthropic"))).Completion.FinishReason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public async Task A_stream_gives_the_same_answer_however_the_network_cuts_it(int pieceLength)
    {
        server.Streams(pieceLength,
            """{"type":"message_start","message":{"model":"m-2","usage":{"input_tokens":20,"cache_read_input_tokens":7,"cache_creation_input_tokens":3,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"ping"}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Fièv"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"re"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c1","name":"dose","input":{}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"kg\":"}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"70}"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":15}}""",
            """{"type":"message_stop"}""");
        var (reply, pieces) = await server.StreamAsync(new AnthropicProvider(server.Http), Questions.Simple("anthropic"));

        Assert.Equal(["Fièv", "re"], pieces);
        Assert.Equal("""{"kg":70}""", Assert.Single(reply.Completion.ToolCalls).ArgumentsJson);
        Assert.Equal(new Usage { InputTokens = 20, CachedInputTokens = 7, CacheWriteTokens = 3, OutputTokens = 15 }, reply.Usage);
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"quotes the prompt"}}""", FailureReason.RateLimit)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}""", FailureReason.ProviderError)]
    public async Task A_stream_cut_by_an_error_or_by_silence_may_have_been_billed(string last, FailureReason reason)
    {
        server.Streams(20, """{"type":"message_start","message":{"usage":{"input_tokens":20}}}""", last);

        var error = await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(new AnthropicProvider(server.Http), Questions.Simple("anthropic")));

        Assert.Equal((reason, true, true), (error.Reason, error.Passing, error.MaybeBilled));
        Assert.DoesNotContain("prompt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_that_a_request_leaves_open_and_features_under_trial_are_in_the_key()
    {
        var request = Questions.Simple("anthropic");
        var provider = new AnthropicProvider(server.Http);

        Assert.NotEqual(provider.KeyOf(request), provider.KeyOf(request with { Deployment = request.Deployment with { MostOutputTokens = 5 } }));
        Assert.NotEqual(provider.KeyOf(request), provider.KeyOf(request with { Deployment = request.Deployment with { AnthropicBeta = ["a"] } }));
    }

    public void Dispose() => server.Dispose();

    private Task<ProviderReply> AskAsync(ProviderRequest request) => new AnthropicProvider(server.Http).CompleteAsync(request, null, CancellationToken.None);
}
