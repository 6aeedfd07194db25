using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Bedrock;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class BedrockProviderTests : IDisposable
{
    private const string Answer = """
        {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hidden"}}},{"text":"B"},{"toolUse":{"toolUseId":"c1","name":"dose","input":{"kg":70}}}]}},
         "stopReason":"tool_use","usage":{"inputTokens":20,"outputTokens":40,"totalTokens":1360,"cacheReadInputTokens":1000,"cacheWriteInputTokens":300},"metrics":{"latencyMs":5}}
        """;

    private readonly CannedServer server = new CannedServer().Says(Answer);

    [Fact]
    public async Task An_answer_falls_into_its_parts()
    {
        var reply = await AskAsync(Request());

        Assert.Equal(("B", FinishReason.ToolCalls), (reply.Completion.Text, reply.Completion.FinishReason));
        Assert.Equal(new ToolCall { Id = "c1", Name = "dose", ArgumentsJson = """{"kg":70}""" }, Assert.Single(reply.Completion.ToolCalls));
        Assert.Equal(new Usage { InputTokens = 20, CachedInputTokens = 1000, CacheWriteTokens = 300, OutputTokens = 40 }, reply.Usage);
        Assert.Equal("https://bedrock-runtime.eu-west-1.amazonaws.com/model/us.vendor.m-v1%3A0/converse", server.Asked!.AbsoluteUri);
    }

    [Fact]
    public async Task A_conversation_becomes_turns()
    {
        await AskAsync(Request(new DecodingParameters { MaxOutputTokens = 9, TopP = 0.5, TopK = 5, Stop = { "END" } }) with { Conversation = Questions.WithTools() with { ResponseFormat = Questions.Schema } });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"system":[{"text":"Be brief."}],"messages":[
              {"role":"user","content":[{"text":"Dose for 70 kg?"}]},
              {"role":"assistant","content":[{"toolUse":{"toolUseId":"c1","name":"dose","input":{"kg":70}}},{"toolUse":{"toolUseId":"c2","name":"dose","input":{"kg":71}}}]},
              {"role":"user","content":[{"toolResult":{"toolUseId":"c1","content":[{"text":"7 mg"}]}},{"toolResult":{"toolUseId":"c2","content":[{"text":"{\"mg\":7.1}"}]}}]}],
             "inferenceConfig":{"maxTokens":9,"topP":0.5,"stopSequences":["END"]},"additionalModelRequestFields":{"top_k":5},
             "toolConfig":{"tools":[{"toolSpec":{"name":"dose","description":"Looks a dose up.","inputSchema":{"json":{"type":"object","properties":{"kg":{"type":"number"}}}},"strict":true}}],"toolChoice":{"any":{}}},
             "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"verdict","schema":"{\"type\":\"object\"}"}}}}}
            """), JsonNode.Parse(server.AskedBody)), server.AskedBody);
    }

    [Theory]
    [InlineData("guardrail_intervened", FailureReason.ContentFilter)]
    [InlineData("content_filtered", FailureReason.ContentFilter)]
    [InlineData("max_tokens", FailureReason.Length)]
    [InlineData("malformed_model_output", FailureReason.Empty)]
    public async Task What_is_no_answer_is_a_failure_with_its_reason(string stop, FailureReason reason)
    {
        server.Says($$$"""{"output":{"message":{"content":[]}},"stopReason":"{{{stop}}}"}""");

        Assert.Equal(reason, (await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Request()))).Reason);
    }

    [Theory]
    [InlineData(400, "ThrottlingException:http://internal.amazon.com/coral/", "ThrottlingException")]
    [InlineData(429, "ThrottlingException", "ThrottlingException")]
    [InlineData(400, "the patient", "400.")]
    public async Task The_type_of_an_error_comes_in_a_header(int status, string type, string told)
    {
        server.Says("""{"message":"about the patient"}""").Status = (System.Net.HttpStatusCode)status;
        server.ReplyHeaders["x-amzn-ErrorType"] = type;

        var error = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Request()));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("patient", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task A_binary_stream_gives_the_same_answer_however_the_network_cuts_it(int pieceLength)
    {
        Stream(pieceLength,
            Frame("messageStart", """{"role":"assistant"}"""),
            Frame("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Fièv"}}"""),
            Frame("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"re"}}"""),
            Frame("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"c1","name":"dose"}}}"""),
            Frame("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"kg\":70}"}}}"""),
            Frame("messageStop", """{"stopReason":"tool_use"}"""),
            Frame("metadata", """{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7}}"""));
        var (reply, pieces) = await server.StreamAsync(Provider, Request());

        Assert.Equal(["Fièv", "re"], pieces);
        Assert.Equal("""{"kg":70}""", Assert.Single(reply.Completion.ToolCalls).ArgumentsJson);
        Assert.Equal(new Usage { InputTokens = 3, OutputTokens = 4 }, reply.Usage);
        Assert.EndsWith("/converse-stream", server.Asked!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_a_cut_and_a_broken_off_stream_are_failures_that_may_have_been_billed()
    {
        var whole = Frame("contentBlockDelta", """{"delta":{"text":"x"}}""");
        var damaged = whole.ToArray();
        damaged[^6] ^= 1;
        foreach (var frames in new[] { damaged, whole, whole[..^3], Frame("", """{"message":"the prompt"}""", "throttlingException") })
        {
            Stream(9, frames);
            var error = await Assert.ThrowsAsync<ProviderException>(() => server.StreamAsync(Provider, Request()));
            Assert.Equal((true, true), (error.Passing, error.MaybeBilled));
            Assert.DoesNotContain("prompt", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Requests_are_signed_with_the_keys_of_the_environment()
    {
        Environment.SetEnvironmentVariable("MEDHELM_TEST_AWS_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("MEDHELM_TEST_AWS_SECRET", "secret");
        var request = Request();
        await AskAsync(request with
        {
            Deployment = request.Deployment with { Aws = request.Deployment.Aws! with { AccessKeyId = new("MEDHELM_TEST_AWS_ID", null), SecretAccessKey = new("MEDHELM_TEST_AWS_SECRET", null) } },
        });

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=", server.AskedHeaders["Authorization"], StringComparison.Ordinal);
        Assert.Equal("20260101T000000Z", server.AskedHeaders["x-amz-date"]);
    }

    public void Dispose() => server.Dispose();

    private BedrockProvider Provider => new(server.Http, server.Clock);

    private static ProviderRequest Request(DecodingParameters? parameters = null)
    {
        var request = Questions.Simple("bedrock", parameters);
        return request with { Deployment = request.Deployment with { BaseUrl = null, Model = "us.vendor.m-v1:0", Aws = new AwsAccess { Region = "eu-west-1" } } };
    }

    private static byte[] Frame(string eventType, string payload, string? exception = null)
    {
        byte[] headers = exception is null
            ? [.. Header(":event-type", eventType), .. Header(":content-type", "application/json"), .. Header(":message-type", "event")]
            : [.. Header(":exception-type", exception), .. Header(":message-type", "exception")];
        var body = Encoding.UTF8.GetBytes(payload);
        byte[] prelude = [.. Number((uint)(16 + headers.Length + body.Length)), .. Number((uint)headers.Length)];
        byte[] checkedPart = [.. prelude, .. Number(Crc32.HashToUInt32(prelude)), .. headers, .. body];
        return [.. checkedPart, .. Number(Crc32.HashToUInt32(checkedPart))];
    }

    private static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. Encoding.UTF8.GetBytes(name), 7, (byte)(value.Length >> 8), (byte)value.Length, .. Encoding.UTF8.GetBytes(value)];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private void Stream(int pieceLength, params byte[][] frames)
    {
        server.Body = [.. frames.SelectMany(frame => frame)];
        server.PieceLength = pieceLength;
        server.ContentType = "application/vnd.amazon.eventstream";
    }

    private Task<ProviderReply> AskAsync(ProviderRequest request) => Provider.CompleteAsync(request, null, CancellationToken.None);
}
