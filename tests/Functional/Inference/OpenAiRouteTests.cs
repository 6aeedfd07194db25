using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using MedHelm.Inference.OpenAiRoute;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.Tests.Functional.Gateway;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>The route as OpenAI's own .NET client sees it, through the gateway.</summary>
public sealed class OpenAiRouteTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private Func<WantedCompletion, Action<string>?, CancellationToken, Task<CompletionOutcome>> answer = (_, _, _) => Task.FromResult(Answered("Hello"));
    private LocalHost inference = null!;
    private LocalHost gateway = null!;

    public async Task InitializeAsync()
    {
        var registry = new DeploymentRegistry([new DeploymentDefinition { Id = "fake/m", Provider = "openai", Model = "m" }]);
        inference = await LocalHost.Service(app => app.MapOpenAi(), services => services
            .AddSingleton(registry).AddSingleton(TimeProvider.System).AddSingleton<ErrorTranslation>().AddSingleton<ChatCompletions>().AddSingleton<ModelList>()
            .AddSingleton(new DirectCompletions(registry, (item, text, cancel) => answer(item, text, cancel))));
        gateway = await LocalHost.Gateway(services: ("inference", inference.Grpc));
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await inference.DisposeAsync();
    }

    [Fact]
    public async Task Answer_has_its_usage_origin_and_cost()
    {
        var result = await Chat().CompleteChatAsync([new UserChatMessage("Hi")]);
        Assert.Equal("Hello", result.Value.Content[0].Text);
        Assert.Equal((ChatFinishReason.Stop, 11, 5, 16), (result.Value.FinishReason, result.Value.Usage.InputTokenCount, result.Value.Usage.OutputTokenCount, result.Value.Usage.TotalTokenCount));
        Assert.Equal((4, 2), (result.Value.Usage.InputTokenDetails.CachedTokenCount, result.Value.Usage.OutputTokenDetails.ReasoningTokenCount));
        var headers = result.GetRawResponse().Headers;
        Assert.True(headers.TryGetValue("x-medhelm-served-from", out var from) && headers.TryGetValue("x-medhelm-cost-usd", out var cost) && headers.TryGetValue("x-medhelm-charged-usd", out var charged)
            && (from, cost, charged) == ("cache", "0.0000125", "0"));
    }

    [Fact]
    public async Task Text_comes_while_the_model_still_writes()
    {
        var more = new TaskCompletionSource();
        answer = async (_, text, _) =>
        {
            text!("Hel");
            await more.Task;
            text("lo");
            return Answered("Hello");
        };
        var seen = new StringBuilder();
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync([new UserChatMessage("Hi")]))
        {
            foreach (var part in update.ContentUpdate) seen.Append(part.Text);
            usage = update.Usage ?? usage;
            if (seen.ToString() == "Hel") more.TrySetResult();
        }
        Assert.Equal(("Hello", 16), (seen.ToString(), usage?.TotalTokenCount));
    }

    [Fact]
    public async Task Tools_go_out_and_their_calls_come_back_streamed_or_not()
    {
        WantedCompletion? asked = null;
        answer = (item, _, _) =>
        {
            asked = item;
            var outcome = Answered("");
            outcome.Completion.FinishReason = FinishReason.ToolCalls;
            outcome.Completion.ToolCalls.Add(new ToolCall { Id = "c1", Name = "look", ArgumentsJson = """{"a":1}""" });
            return Task.FromResult(outcome);
        };
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("look", "Looks.", BinaryData.FromString("""{"type":"object"}""")) } };
        ChatCompletion whole = await Chat().CompleteChatAsync([new UserChatMessage("Hi")], options);
        Assert.Equal("look", Assert.Single(asked!.Request.Conversation!.Tools).Name);
        Assert.Equal((ChatFinishReason.ToolCalls, "c1", """{"a":1}"""), (whole.FinishReason, whole.ToolCalls[0].Id, whole.ToolCalls[0].FunctionArguments.ToString()));
        var names = new List<string>();
        await foreach (var update in Chat().CompleteChatStreamingAsync([new UserChatMessage("Hi")], options)) names.AddRange(update.ToolCallUpdates.Select(call => call.FunctionName));
        Assert.Equal(["look"], names);
    }

    [Theory]
    [InlineData(FailureReason.Budget, 402)]
    [InlineData(FailureReason.RateLimit, 429)]
    [InlineData(FailureReason.Timeout, 504)]
    [InlineData(FailureReason.InvalidRequest, 400)]
    [InlineData(FailureReason.ProviderError, 502)]
    public async Task Failure_is_an_error_that_the_client_knows(FailureReason reason, int status)
    {
        answer = (_, _, _) => Task.FromResult(new CompletionOutcome { Failure = new Failure { Reason = reason, Message = "why" } });
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat().CompleteChatAsync([new UserChatMessage("Hi")]));
        Assert.Equal(status, error.Status);
        Assert.Contains("why", error.Message, StringComparison.Ordinal);
        var streamed = await Assert.ThrowsAsync<ClientResultException>(async () =>
        {
            await foreach (var _ in Chat().CompleteChatStreamingAsync([new UserChatMessage("Hi")])) { }
        });
        Assert.Equal(status, streamed.Status);
    }

    [Theory]
    [InlineData(FailureReason.Authentication, HttpStatusCode.BadGateway, """{"error":{"message":"MedHelm's credentials for 'fake/m' are missing or refused; its operator must mend them.","type":"provider_error","param":null,"code":"provider_credentials"}}""")]
    [InlineData(FailureReason.Budget, HttpStatusCode.PaymentRequired, "The budget 'projects/icu' has no room for this call: it may cost $0.05, and the budget has available $0.0125.")]
    public async Task Failure_of_the_operator_is_told_as_one_and_a_spent_budget_with_its_amounts(FailureReason reason, HttpStatusCode status, string expected)
    {
        var failure = new Failure { Reason = reason, Message = "SECRET_NAME is not set", Shortfall = new BudgetShortfall { Budget = "projects/icu", NeededNanoUsd = 50_000_000, AvailableNanoUsd = 12_500_000 } };
        answer = (_, _, _) => Task.FromResult(new CompletionOutcome { Failure = failure });
        var body = await PostAsync("""{"model": "fake/m", "messages": [{"role": "user", "content": "Hi"}]}""", status);
        Assert.Contains(expected, body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET_NAME", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_filter_and_spent_limit_are_answers()
    {
        answer = (_, _, _) => Task.FromResult(new CompletionOutcome { Failure = new Failure { Reason = FailureReason.Refusal, Message = "declined" } });
        Assert.Equal("declined", (await Chat().CompleteChatAsync([new UserChatMessage("Hi")])).Value.Refusal);
        answer = (_, _, _) => Task.FromResult(new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ContentFilter } });
        Assert.Equal(ChatFinishReason.ContentFilter, (await Chat().CompleteChatAsync([new UserChatMessage("Hi")])).Value.FinishReason);
        answer = (_, _, _) => Task.FromResult(new CompletionOutcome { Failure = new Failure { Reason = FailureReason.Length } });
        Assert.Equal(ChatFinishReason.Length, (await Chat().CompleteChatAsync([new UserChatMessage("Hi")])).Value.FinishReason);
    }

    [Fact]
    public async Task Models_are_the_deployments_and_an_unknown_one_is_not_found()
    {
        var models = new OpenAIModelClient(new ApiKeyCredential("none"), Options());
        Assert.Equal(["fake/m"], (await models.GetModelsAsync()).Value.Select(model => model.Id));
        Assert.Equal("fake/m", (await models.GetModelAsync("fake/m")).Value.Id);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => Chat("other").CompleteChatAsync([new UserChatMessage("Hi")]))).Status);
    }

    [Fact]
    public async Task Several_answers_are_samples_of_their_own()
    {
        answer = (item, _, _) => Task.FromResult(Answered($"{item.Request.SampleIndex}"));
        var body = await PostAsync("""{"model": "fake/m", "n": 3, "messages": [{"role": "user", "content": "Hi"}]}""", HttpStatusCode.OK);
        Assert.Contains("\"content\":\"2\"", body, StringComparison.Ordinal);
        Assert.Contains("\"total_tokens\":48", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_after_the_first_text_is_an_event()
    {
        var begun = new TaskCompletionSource();
        answer = async (_, text, _) =>
        {
            text!("Hel");
            await begun.Task;
            return new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ProviderError, Message = "broke" } };
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model": "fake/m", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}""", Encoding.UTF8, "application/json");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        begun.SetResult();
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("Hel", body, StringComparison.Ordinal);
        Assert.Contains("data: {\"error\":{\"message\":\"broke\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tier_that_the_deployment_is_not_approved_for_is_forbidden()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Headers = { { "x-medhelm-data-tier", "private" } } };
        request.Content = new StringContent("""{"model": "fake/m", "messages": [{"role": "user", "content": "Hi"}]}""", Encoding.UTF8, "application/json");
        using var response = await gateway.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Caller_that_leaves_stops_waiting()
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        answer = async (_, _, cancel) =>
        {
            await using var registration = cancel.Register(() => left.TrySetResult());
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return Answered("");
        };
        using var leaving = new CancellationTokenSource();
        var call = Chat().CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: leaving.Token);
        await asked.Task.WaitAsync(Patience);
        await leaving.CancelAsync();
        await left.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("POST", "/v1/chat/other", 404)]
    [InlineData("POST", "/v1/embeddings", 404)]
    [InlineData("POST", "/v1/completions", 404)]
    public async Task Errors_of_the_gateway_itself_have_the_form_of_the_api(string method, string path, int status)
    {
        using var response = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith("""{"error": {"message": """, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> PostAsync(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await gateway.Http.PostAsync("/v1/chat/completions", content);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private ChatClient Chat(string model = "fake/m") => new(model, new ApiKeyCredential("none"), Options());

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(gateway.Http.BaseAddress!, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private static CompletionOutcome Answered(string text) => new()
    {
        Completion = new Completion { Text = text, FinishReason = FinishReason.Stop },
        Usage = new Usage { InputTokens = 7, CachedInputTokens = 4, OutputTokens = 3, ReasoningTokens = 2 },
        ServedFrom = ServedFrom.Cache,
        CostNanoUsd = 12_500,
        RequestDigest = new string('a', 64),
    };
}
