using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.OpenAi;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class OpenAiProviderTests : IDisposable
{
    private const string Answer = """{"choices":[{"message":{"content":"B"},"finish_reason":"stop"}]}""";
    private readonly CannedServer server = new CannedServer().Says(Answer);

    [Fact]
    public async Task A_plain_question_sends_nothing_that_was_not_asked_for()
    {
        await AskAsync(Questions.Simple("openai", new DecodingParameters { Temperature = 0, MaxOutputTokens = 5 }));

        Assert.Equal("""{"model":"m-1","messages":[{"role":"user","content":"Which drug?"}],"temperature":0,"max_tokens":5}""", server.AskedBody);
        Assert.Equal("https://api.example/v1/chat/completions", server.Asked!.AbsoluteUri);
        Assert.Equal("key-of-the-request", server.AskedHeaders["Idempotency-Key"]);
    }

    [Fact]
    public async Task A_whole_conversation_and_every_setting_reach_the_provider()
    {
        await AskAsync(Questions.Simple("openai", new DecodingParameters
        {
            TopP = 0.5,
            TopK = 4,
            Seed = 7,
            Stop = { "END" },
            PresencePenalty = 1,
            FrequencyPenalty = -1,
            ReasoningEffort = "low",
        }) with
        { Conversation = Questions.WithTools("dose") with { ResponseFormat = Questions.Schema }, ProviderOptions = """{"parallel_tool_calls":false}""" });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"model":"m-1","messages":[
              {"role":"system","content":"Be brief."},{"role":"user","content":"Dose for 70 kg?"},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"dose","arguments":"{\"kg\":70}"}},{"id":"c2","type":"function","function":{"name":"dose","arguments":"{\"kg\":71}"}}]},
              {"role":"tool","content":"7 mg","tool_call_id":"c1"},{"role":"tool","content":"{\"mg\":7.1}","tool_call_id":"c2"}],
             "top_p":0.5,"top_k":4,"seed":7,"stop":["END"],"presence_penalty":1,"frequency_penalty":-1,"reasoning_effort":"low",
             "tools":[{"type":"function","function":{"name":"dose","description":"Looks a dose up.","parameters":{"type":"object","properties":{"kg":{"type":"number"}}},"strict":true}}],
             "tool_choice":{"type":"function","function":{"name":"dose"}},
             "response_format":{"type":"json_schema","json_schema":{"name":"verdict","schema":{"type":"object"},"strict":true}},
             "parallel_tool_calls":false}
            """), JsonNode.Parse(server.AskedBody)), server.AskedBody);
    }

    [Theory]
    [InlineData("""{"max_completion_tokens":100000}""", "'max_completion_tokens'")]
    [InlineData("""{"stream":true}""", "'stream'")]
    [InlineData("""[1]""", "must be a JSON object")]
    [InlineData("""{"a":1,"a":2}""", "twice")]
    [InlineData("""{"stream_options":{"a":1,"a":2}}""", "'stream_options'")]
    public async Task Options_that_would_undo_a_limit_are_refused_before_anything_is_sent(string options, string complaint)
    {
        var error = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("openai") with { ProviderOptions = options }));

        Assert.Equal(FailureReason.InvalidRequest, error.Reason);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Calls);
    }

    [Fact]
    public async Task The_deployment_insists_on_its_own_fields()
    {
        var request = Questions.Simple("openai", new DecodingParameters { ReasoningEffort = "high", MaxOutputTokens = 9 }) with { ProviderOptions = """{"user":"a","reasoning":{"a":1}}""" };
        await AskAsync(request with { Deployment = request.Deployment with { ExtraBody = "\"reasoning\":{\"b\":2},\"reasoning_effort\":\"low\"", MaxTokensField = "max_completion_tokens" } });

        Assert.Equal("low", server.AskedJson().GetProperty("reasoning_effort").GetString());
        Assert.Equal("""{"a":1,"b":2}""", server.AskedJson().GetProperty("reasoning").GetRawText());
        Assert.Equal(9, server.AskedJson().GetProperty("max_completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Azure_gets_its_version_and_its_own_header()
    {
        var request = Questions.Simple("openai");
        var folder = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(folder, "the-key\n");
            await AskAsync(request with { Deployment = request.Deployment with { AzureApiVersion = "2024-10-21", KeyInOwnHeader = true, ApiKey = new(null, folder) } });
        }
        finally
        {
            File.Delete(folder);
        }

        Assert.Equal("https://api.example/v1/chat/completions?api-version=2024-10-21", server.Asked!.AbsoluteUri);
        Assert.Equal("the-key", server.AskedHeaders["api-key"]);
        Assert.False(server.AskedHeaders.ContainsKey("Authorization"));
    }

    [Fact]
    public void What_changes_an_answer_is_in_the_key()
    {
        var request = Questions.Simple("openai", new DecodingParameters { MaxOutputTokens = 5 });
        var keys = new[]
        {
            request.Deployment,
            request.Deployment with { ExtraBody = "\"a\":1" },
            request.Deployment with { MaxTokensField = "max_completion_tokens" },
            request.Deployment with { AzureApiVersion = "2024-10-21" },
        }.Select(deployment => new OpenAiProvider(server.Http).KeyOf(request with { Deployment = deployment })).ToList();

        Assert.Equal("", keys[0]);
        Assert.Equal(4, keys.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_stream_gives_the_same_answer_however_the_network_cuts_it(int pieceLength)
    {
        server.Streams(pieceLength,
            """{"model":"m-2024","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"Fièv"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"re"}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"dose","arguments":"{\"k"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"g\":70}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":6,"total_tokens":16,"completion_tokens_details":{"reasoning_tokens":2}}}""",
            "[DONE]");
        var (reply, pieces) = await server.StreamAsync(new OpenAiProvider(server.Http), Questions.Simple("openai"));

        Assert.Equal(["Fièv", "re"], pieces);
        Assert.Equal("Fièvre", reply.Completion.Text);
        Assert.Equal("m-2024", reply.Completion.ModelSnapshot);
        Assert.Equal(FinishReason.ToolCalls, reply.Completion.FinishReason);
        Assert.Equal("""{"kg":70}""", Assert.Single(reply.Completion.ToolCalls).ArgumentsJson);
        Assert.Equal(new Usage { InputTokens = 10, OutputTokens = 4, ReasoningTokens = 2 }, reply.Usage);
        Assert.True(server.AskedJson().GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_ends_before_the_answer_does_may_have_been_billed(bool breaks)
    {
        server.Streams(9, """{"choices":[{"index":0,"delta":{"content":"The pl"}}]}""").Breaks = breaks;

        var error = await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(new OpenAiProvider(server.Http), Questions.Simple("openai")));

        Assert.True(error.MaybeBilled);
        Assert.True(error.Passing);
        Assert.Equal(FailureReason.ProviderError, error.Reason);
    }

    [Fact]
    public async Task A_stream_of_which_only_the_last_line_is_missing_is_an_answer()
    {
        server.Streams(9, """{"choices":[{"index":0,"delta":{"content":"B"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}""").Breaks = true;

        Assert.Equal("B", (await server.StreamAsync(new OpenAiProvider(server.Http), Questions.Simple("openai"))).Reply.Completion.Text);
    }

    [Fact]
    public async Task A_server_that_cannot_stream_is_heard_all_the_same()
    {
        var (reply, pieces) = await server.StreamAsync(new OpenAiProvider(server.Http), Questions.Simple("openai"));

        Assert.Equal(["B"], pieces);
        Assert.Equal("B", reply.Completion.Text);
    }

    public void Dispose() => server.Dispose();

    private Task<ProviderReply> AskAsync(ProviderRequest request) => new OpenAiProvider(server.Http).CompleteAsync(request, null, CancellationToken.None);
}
