using System.Text;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Anthropic;
using MedHelm.Inference.Providers.Http;
using MedHelm.Inference.Providers.OpenAi;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class BatchApisTests : IDisposable
{
    private const string Usage = """{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":8}}""";

    private readonly CannedServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public void A_line_for_OpenAI_is_the_live_body_with_the_digest_as_its_name()
    {
        var request = Questions.Simple("openai", new DecodingParameters { Temperature = 0, MaxOutputTokens = 7 });

        var line = JsonDocument.Parse(OpenAi.WriteLine(request)).RootElement;

        Assert.Equal(["custom_id", "method", "url", "body"], line.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("key-of-the-request", "POST", "/v1/chat/completions"), (line.GetProperty("custom_id").GetString(), line.GetProperty("method").GetString(), line.GetProperty("url").GetString()));
        Assert.Equal(Encoding.UTF8.GetString(OpenAiBody.Write(request)), line.GetProperty("body").GetRawText());
    }

    [Fact]
    public void A_line_for_Anthropic_is_the_live_body_as_its_params()
    {
        var request = Questions.Simple("anthropic", new DecodingParameters { MaxOutputTokens = 7 });

        var line = JsonDocument.Parse(Anthropic.WriteLine(request)).RootElement;

        Assert.Equal("key-of-the-request", line.GetProperty("custom_id").GetString());
        Assert.Equal(Encoding.UTF8.GetString(AnthropicBody.Write(request, stream: false)), line.GetProperty("params").GetRawText());
    }

    [Fact]
    public async Task A_batch_for_Anthropic_goes_out_as_one_array_under_our_name_for_it()
    {
        server.Says("""{"id":"msgbatch_1","processing_status":"in_progress"}""");

        var name = await Anthropic.SubmitAsync(Questions.Deployment("anthropic"), "job-1", ["""{"custom_id":"a"}"""u8.ToArray(), """{"custom_id":"b"}"""u8.ToArray()], default);

        Assert.Equal("msgbatch_1", name);
        Assert.Equal("https://api.example/v1/messages/batches", server.Asked!.AbsoluteUri);
        Assert.Equal(["a", "b"], server.AskedJson().GetProperty("requests").EnumerateArray().Select(item => item.GetProperty("custom_id").GetString()!));
        Assert.Equal(("job-1", "2023-06-01"), (server.AskedHeaders["Idempotency-Key"], server.AskedHeaders["anthropic-version"]));
    }

    [Fact]
    public async Task A_batch_for_OpenAI_is_created_for_a_day_with_our_name_for_it_in_its_metadata()
    {
        server.Says("""{"id":"x_1"}""");

        await OpenAi.SubmitAsync(Questions.Deployment("openai"), "job-1", ["{}"u8.ToArray()], default);

        var asked = server.AskedJson();
        Assert.Equal(2, server.Calls);
        Assert.Equal("https://api.example/v1/batches", server.Asked!.AbsoluteUri);
        Assert.Equal(("x_1", "/v1/chat/completions", "24h", "job-1"), (
            asked.GetProperty("input_file_id").GetString(), asked.GetProperty("endpoint").GetString(), asked.GetProperty("completion_window").GetString(),
            asked.GetProperty("metadata").GetProperty("medhelm_job").GetString()));
    }

    [Fact]
    public async Task A_batch_that_was_sent_to_OpenAI_is_found_by_our_name_for_it()
    {
        server.Says("""{"object":"list","data":[{"id":"b1","metadata":null},{"id":"b2","metadata":{"medhelm_job":"job-1"}}],"has_more":true}""");

        Assert.Equal("b2", await OpenAi.FindAsync(Questions.Deployment("openai"), "job-1", default));
    }

    [Theory]
    [InlineData("validating", "UnderWay")]
    [InlineData("in_progress", "UnderWay")]
    [InlineData("finalizing", "UnderWay")]
    [InlineData("cancelling", "UnderWay")]
    [InlineData("completed", "Ended")]
    [InlineData("expired", "Ended")]
    [InlineData("cancelled", "Ended")]
    [InlineData("failed", "Refused")]
    [InlineData("a new word", "UnderWay")]
    public void The_states_of_OpenAI_s_batches_are_known(string status, string phase) =>
        Assert.Equal(phase, OpenAiBatches.StatusOf(JsonDocument.Parse($$"""{"id":"b","status":"{{status}}"}""").RootElement).Phase.ToString());

    [Fact]
    public void Answers_and_errors_of_a_batch_are_read_from_both_files_of_OpenAI() =>
        Assert.Equal(
            ["files/f-out/content", "files/f-err/content"],
            OpenAiBatches.StatusOf(JsonDocument.Parse("""{"status":"expired","output_file_id":"f-out","error_file_id":"f-err"}""").RootElement).Results);

    [Theory]
    [InlineData("in_progress", "UnderWay")]
    [InlineData("canceling", "UnderWay")]
    [InlineData("ended", "Ended")]
    public void The_states_of_Anthropic_s_batches_are_known(string status, string phase) =>
        Assert.Equal(phase, AnthropicBatches.StatusOf(JsonDocument.Parse($$"""{"processing_status":"{{status}}","results_url":"https://elsewhere.example/r"}""").RootElement, "b").Phase.ToString());

    [Fact]
    public void Results_of_Anthropic_are_read_at_the_configured_address_and_nowhere_else() =>
        Assert.Equal(
            "messages/batches/b/results",
            Assert.Single(AnthropicBatches.StatusOf(JsonDocument.Parse("""{"processing_status":"ended","results_url":"https://elsewhere.example/r"}""").RootElement, "b").Results));

    [Fact]
    public async Task Answers_of_OpenAI_are_read_like_live_ones_and_a_broken_line_is_left_out()
    {
        server.Says("""
            {"id":"r1","custom_id":"d1","response":{"status_code":200,"request_id":"q","body":{"model":"m-1","choices":[{"message":{"content":"B"},"finish_reason":"stop"}],"usage":USAGE}},"error":null}
            {"id":"r2","custom_id
            {"id":"r3","custom_id":"d3","response":{"status_code":429,"body":{"error":{"type":"requests","code":"rate_limit_exceeded"}}},"error":null}
            {"id":"r4","custom_id":"d4","response":{"status_code":400,"body":{"error":{"type":"invalid_request_error"}}},"error":null}
            {"id":"r5","custom_id":"d5","response":null,"error":{"code":"batch_expired","message":"no words of the provider"}}
            {"id":"r6","custom_id":"d6","response":{"status_code":200,"body":{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}],"usage":USAGE}},"error":null}
            """.Replace("USAGE", Usage, StringComparison.Ordinal));

        var results = await ReadAsync(OpenAi, "openai");

        Assert.Equal(["d1", "d3", "d4", "d5", "d6"], results.Keys);
        Assert.Equal(("B", new Usage { InputTokens = 12, CachedInputTokens = 8, OutputTokens = 5 }), (results["d1"].Reply!.Completion.Text, results["d1"].Reply!.Usage));
        Assert.Equal((FailureReason.RateLimit, true), Why(results["d3"]));
        Assert.Equal((FailureReason.InvalidRequest, false), Why(results["d4"]));
        Assert.Equal((FailureReason.ProviderError, true), Why(results["d5"]));
        Assert.DoesNotContain("no words", results["d5"].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal((FailureReason.ContentFilter, false), Why(results["d6"]));
        Assert.Equal(25, results["d6"].Failure!.Usage.InputTokens + results["d6"].Failure!.Usage.CachedInputTokens + results["d6"].Failure!.Usage.OutputTokens);
    }

    [Fact]
    public async Task Answers_of_Anthropic_are_read_like_live_ones()
    {
        server.Says("""
            {"custom_id":"d1","result":{"type":"succeeded","message":{"model":"m-1","content":[{"type":"text","text":"B"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":2}}}}
            {"custom_id":"d2","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"x"}}}}
            {"custom_id":"d3","result":{"type":"errored","error":{"type":"api_error","message":"x"}}}
            {"custom_id":"d4","result":{"type":"expired"}}
            {"custom_id":"d5","result":{"type":"canceled"}}

            """);

        var results = await ReadAsync(Anthropic, "anthropic");

        Assert.Equal(("B", new Usage { InputTokens = 3, CachedInputTokens = 4, OutputTokens = 2 }), (results["d1"].Reply!.Completion.Text, results["d1"].Reply!.Usage));
        Assert.Equal((FailureReason.InvalidRequest, false), Why(results["d2"]));
        Assert.All(["d3", "d4", "d5"], id => Assert.Equal((FailureReason.ProviderError, true), Why(results[id])));
    }

    private OpenAiBatches OpenAi => new(new BatchHttp(server.Http, server.Clock));

    private AnthropicBatches Anthropic => new(new BatchHttp(server.Http, server.Clock));

    private static (FailureReason, bool) Why(BatchResult result) => (result.Failure!.Reason, result.Failure.Passing);

    private static async Task<Dictionary<string, BatchResult>> ReadAsync(IBatchProvider provider, string name)
    {
        var results = new Dictionary<string, BatchResult>(StringComparer.Ordinal);
        await provider.ReadResultsAsync(Questions.Deployment(name), new BatchStatus(BatchPhase.Ended, ["results"]), result =>
        {
            results.Add(result.RequestDigest, result);
            return Task.CompletedTask;
        }, default);
        return results;
    }
}
