using System.Net;
using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MedHelm.Tests.Functional.Gateway;

public sealed class RunEventTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly FakeEvaluation.Script script = new();
    private LocalHost evaluation = null!;

    public async Task InitializeAsync() => evaluation = await LocalHost.Service(app => app.MapGrpcService<FakeEvaluation>(), services => services.AddSingleton(script));

    public async Task DisposeAsync() => await evaluation.DisposeAsync();

    [Fact]
    public async Task Each_change_of_a_run_is_an_event_and_the_stream_ends_with_the_run()
    {
        await using var gateway = await LocalHost.Gateway(services: ("evaluation", evaluation.Grpc));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Running, 3));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Completed, 8));
        script.Changes.Writer.Complete();
        using var response = await gateway.Http.GetAsync("/v1/runs/known/events");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var blocks = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["retry: 2000", "event: run", "event: run", "event: end"], blocks.Select(block => block.Split('\n')[0]));
        var run = Data(blocks[1]).GetProperty("run");
        Assert.Equal("RUN_STATE_RUNNING", run.GetProperty("state").GetString());
        Assert.Equal("3", run.GetProperty("progress").GetProperty("decided").GetString());
        Assert.Equal("RUN_STATE_COMPLETED", Data(blocks[2]).GetProperty("run").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Client_that_leaves_ends_the_call_to_the_service()
    {
        await using var gateway = await LocalHost.Gateway(services: ("evaluation", evaluation.Grpc));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Running, 3));
        using (await gateway.Http.GetAsync("/v1/runs/known/events", HttpCompletionOption.ResponseHeadersRead))
            Assert.False(script.ClientLeft.Task.IsCompleted);
        await script.ClientLeft.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var gateway = await LocalHost.Gateway(services => services.AddSingleton<TimeProvider, HastyTime>(), ("evaluation", evaluation.Grpc));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Running, 3));
        await using var stream = await gateway.Http.GetStreamAsync("/v1/runs/known/events");
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line && line != ": still here") Assert.NotEqual("event: end", line);
    }

    [Fact]
    public async Task Open_streams_do_not_hold_up_the_end_of_the_gateway()
    {
        await using var gateway = await LocalHost.Gateway(services: ("evaluation", evaluation.Grpc));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Running, 3));
        using var open = await gateway.Http.GetAsync("/v1/runs/known/events", HttpCompletionOption.ResponseHeadersRead);
        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Stream_of_an_unknown_run_is_a_plain_error()
    {
        await using var gateway = await LocalHost.Gateway(services: ("evaluation", evaluation.Grpc));
        using var response = await gateway.Http.GetAsync("/v1/runs/other/events");
        var problem = await Problems.Read(response, HttpStatusCode.NotFound);
        Assert.Equal("There is no run 'runs/other'.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Edge_in_one_process_with_the_services_watches_that_process()
    {
        await using var host = await LocalHost.Together(app => app.MapGrpcService<FakeEvaluation>(), services => services.AddSingleton(script));
        script.Changes.Writer.TryWrite(FakeEvaluation.Script.At(RunState.Completed, 8));
        script.Changes.Writer.Complete();
        Assert.Contains("event: run\ndata: {", await host.Http.GetStringAsync("/v1/runs/known/events"), StringComparison.Ordinal);
    }

    private static JsonElement Data(string block) => JsonDocument.Parse(block.Split("data: ", 2)[1]).RootElement;

    /// <summary>Lets every wait be over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
