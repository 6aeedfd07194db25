using System.Threading.Channels;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Direct;

public sealed class CompletionBatchStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<CompleteBatchRequest> requests = Channel.CreateUnbounded<CompleteBatchRequest>();
    private readonly Channel<CompleteBatchResponse> responses = Channel.CreateUnbounded<CompleteBatchResponse>();

    [Fact]
    public async Task Outcomes_come_as_they_are_ready_and_name_their_request()
    {
        var slow = new TaskCompletionSource<CompletionOutcome>();
        var running = RunAsync(prompt => prompt == "slow" ? slow.Task : Task.FromResult(new CompletionOutcome()));
        Ask("1", "slow");
        Ask("2", "quick");
        Assert.Equal("2", (await NextAsync()).Id);
        slow.SetResult(new CompletionOutcome());
        Assert.Equal("1", (await NextAsync()).Id);
        requests.Writer.Complete();
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task No_more_are_read_than_may_be_open()
    {
        var asked = 0;
        var gate = new TaskCompletionSource<CompletionOutcome>();
        var full = new TaskCompletionSource();
        var running = RunAsync(_ =>
        {
            if (Interlocked.Increment(ref asked) == CompletionBatchStream.MostAtOnce) full.SetResult();
            return gate.Task;
        });
        for (var i = 0; i < CompletionBatchStream.MostAtOnce + 50; i++) Ask($"{i}", "p");
        await full.Task.WaitAsync(Patience);
        Assert.Equal(CompletionBatchStream.MostAtOnce, asked);
        requests.Writer.Complete();
        gate.SetResult(new CompletionOutcome());
        await running.WaitAsync(Patience);
        Assert.Equal(CompletionBatchStream.MostAtOnce + 50, asked);
    }

    [Fact]
    public async Task Bad_request_ends_the_stream_with_its_name()
    {
        var running = RunAsync(_ => new TaskCompletionSource<CompletionOutcome>().Task);
        Ask("good", "p");
        requests.Writer.TryWrite(new CompleteBatchRequest { Id = "bad" });
        var error = await Assert.ThrowsAsync<RpcException>(() => running.WaitAsync(Patience));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("requests[bad].deployment", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_that_breaks_ends_the_stream_with_its_cause()
    {
        var running = RunAsync(_ => Task.FromException<CompletionOutcome>(new TimeoutException("storage")));
        Ask("1", "p");
        await Assert.ThrowsAsync<TimeoutException>(() => running.WaitAsync(Patience));
    }

    private async Task RunAsync(Func<string, Task<CompletionOutcome>> answer)
    {
        var registry = new DeploymentRegistry([new DeploymentDefinition { Id = "fake/m", Provider = "openai", Model = "m" }]);
        using var stream = new CompletionBatchStream(new DirectCompletions(registry, (item, _, _) => answer(item.Request.Conversation!.AsPrompt!)));
        await stream.RunAsync(new Reader(requests.Reader), new Writer(responses.Writer), default);
    }

    private void Ask(string id, string prompt) => requests.Writer.TryWrite(
        new CompleteBatchRequest { Id = id, Request = new CompleteRequest { Deployment = "fake/m", Prompt = prompt, DataTier = DataTier.Public } });

    private Task<CompleteBatchResponse> NextAsync() => responses.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private sealed class Reader(ChannelReader<CompleteBatchRequest> requests) : IAsyncStreamReader<CompleteBatchRequest>
    {
        public CompleteBatchRequest Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await requests.WaitToReadAsync(cancellationToken) || !requests.TryRead(out var next)) return false;
            Current = next;
            return true;
        }
    }

    private sealed class Writer(ChannelWriter<CompleteBatchResponse> responses) : IAsyncStreamWriter<CompleteBatchResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(CompleteBatchResponse message) => responses.WriteAsync(message).AsTask();
    }
}
