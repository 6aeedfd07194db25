using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Gemini;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class GeminiProviderTests : IDisposable
{
    private const string Answer = """
        {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"hidden","thought":true},{"text":"B"},{"functionCall":{"name":"dose","args":{"kg":70}}}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":64,"toolUsePromptTokenCount":6,"candidatesTokenCount":10,"thoughtsTokenCount":30,"totalTokenCount":146},
         "modelVersion":"m-001"}
        """;

    private readonly CannedServer server = new CannedServer().Says(Answer);

    [Fact]
    public async Task An_answer_falls_into_its_parts_and_thoughts_are_none_of_them()
    {
        var reply = await AskAsync(Questions.Simple("gemini"));

        Assert.Equal(("B", "m-001", FinishReason.ToolCalls), (reply.Completion.Text, reply.Completion.ModelSnapshot, reply.Completion.FinishReason));
        Assert.Equal("""{"kg":70}""", Assert.Single(reply.Completion.ToolCalls).ArgumentsJson);
        Assert.NotEmpty(reply.Completion.ToolCalls[0].Id);
        Assert.Equal(new Usage { InputTokens = 42, CachedInputTokens = 64, OutputTokens = 10, ReasoningTokens = 30 }, reply.Usage);
        Assert.Equal("https://api.example/v1/models/m-1:generateContent", server.Asked!.AbsoluteUri);
    }

    [Fact]
    public async Task A_conversation_becomes_contents()
    {
        await AskAsync(Questions.Simple("gemini", new DecodingParameters { Temperature = 0.5, TopK = 5, MaxOutputTokens = 9, Stop = { "END" }, Seed = 3, ReasoningEffort = "low" }) with
        {
            Conversation = Questions.WithTools("dose") with { ResponseFormat = Questions.Schema },
            ProviderOptions = """{"generationConfig":{"thinkingConfig":{"includeThoughts":false}}}""",
        });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[
              {"role":"user","parts":[{"text":"Dose for 70 kg?"}]},
              {"role":"model","parts":[{"functionCall":{"id":"c1","name":"dose","args":{"kg":70}}},{"functionCall":{"id":"c2","name":"dose","args":{"kg":71}}}]},
              {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"dose","response":{"result":"7 mg"}}},{"functionResponse":{"id":"c2","name":"dose","response":{"mg":7.1}}}]}],
             "tools":[{"functionDeclarations":[{"name":"dose","description":"Looks a dose up.","parametersJsonSchema":{"type":"object","properties":{"kg":{"type":"number"}}}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["dose"]}},
             "generationConfig":{"temperature":0.5,"topK":5,"maxOutputTokens":9,"stopSequences":["END"],"seed":3,"thinkingConfig":{"thinkingLevel":"low","includeThoughts":false},
               "responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}}
            """), JsonNode.Parse(server.AskedBody)), server.AskedBody);
    }

    [Theory]
    [InlineData("""{"generationConfig":{"maxOutputTokens":99999}}""")]
    [InlineData("""{"generationConfig":{"max_output_tokens":99999}}""")]
    [InlineData("""{"generation_config":{}}""")]
    public async Task Options_that_would_undo_a_limit_are_refused(string options) => Assert.Equal(
        FailureReason.InvalidRequest, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("gemini") with { ProviderOptions = options }))).Reason);

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":5,"totalTokenCount":5}}""", FailureReason.ContentFilter)]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY"}]}""", FailureReason.ContentFilter)]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"RECITATION"}]}""", FailureReason.ContentFilter)]
    [InlineData("""{"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]}""", FailureReason.ContentFilter)]
    [InlineData("""{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}]}""", FailureReason.Length)]
    [InlineData("""{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}""", FailureReason.Empty)]
    [InlineData("""{"candidates":[]}""", FailureReason.ProviderError)]
    public async Task What_is_no_answer_is_a_failure_with_its_reason(string body, FailureReason reason)
    {
        server.Says(body);

        Assert.Equal(reason, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Questions.Simple("gemini")))).Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public async Task A_stream_gives_the_same_answer_however_the_network_cuts_it(int pieceLength)
    {
        server.Streams(pieceLength,
            """{"candidates":[{"content":{"parts":[{"text":"Fièv"}]}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10}}""",
            """{"candidates":[{"content":{"parts":[{"text":"re"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":4,"thoughtsTokenCount":2,"totalTokenCount":16}}""");
        var (reply, pieces) = await server.StreamAsync(new GeminiProvider(server.Http), Questions.Simple("gemini"));

        Assert.Equal(["Fièv", "re"], pieces);
        Assert.Equal(new Usage { InputTokens = 10, OutputTokens = 4, ReasoningTokens = 2 }, reply.Usage);
        Assert.Equal("https://api.example/v1/models/m-1:streamGenerateContent?alt=sse", server.Asked!.AbsoluteUri);
    }

    [Fact]
    public async Task A_stream_without_its_end_is_no_answer()
    {
        server.Streams(50, """{"candidates":[{"content":{"parts":[{"text":"Fi"}]}}]}""");

        Assert.True((await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(new GeminiProvider(server.Http), Questions.Simple("gemini")))).MaybeBilled);
    }

    public void Dispose() => server.Dispose();

    private Task<ProviderReply> AskAsync(ProviderRequest request) => new GeminiProvider(server.Http).CompleteAsync(request, null, CancellationToken.None);
}
