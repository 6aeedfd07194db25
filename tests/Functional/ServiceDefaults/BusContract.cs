using System.Collections.Concurrent;
using System.Globalization;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

/// <summary>What every bus must do, whatever carries it.</summary>
public abstract class BusContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string suffix = "-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private WebApplication app = null!;

    protected abstract string Address { get; }

    private IMessageBus Bus => app.Services.GetRequiredService<IMessageBus>();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["MEDHELM:BUS"] = Address;
        builder.Configuration["MEDHELM:URLS"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults("bus-test").ListenForRpc();
        builder.Services.AddSingleton<Received>();
        builder.Services.AddSingleton<First>();
        builder.Services.AddSingleton<Second>();
        builder.AddBusEndpoints(
            BusEndpoint.ForEvent<CompletionsProduced, First>("test-first" + suffix, 4),
            BusEndpoint.ForEvent<CompletionsProduced, Second>("test-second" + suffix, 1),
            BusEndpoint.ForCommand<CompletionsRequested, First>("test-commands" + suffix, 4));
        app = builder.Build();
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_published_event_reaches_every_queue_that_handles_it_as_it_was()
    {
        var message = new CompletionsProduced
        {
            Batch = new CompletionBatch { Run = "runs/a", Benchmark = "b", Candidate = "c", Purpose = Purpose.Candidate },
            Items = { new ProducedCompletion { InstanceId = "0001", Outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.Empty } } } },
        };

        await Bus.PublishAsync(message, CancellationToken.None);

        Assert.Equal(message, await Next<First, CompletionsProduced>());
        Assert.Equal(message, await Next<Second, CompletionsProduced>());
    }

    [Fact]
    public async Task A_command_reaches_its_queue_only()
    {
        var message = new CompletionsRequested { Batch = new CompletionBatch { Run = "runs/a" }, PromptsFrom = "evaluation" };

        await Bus.SendAsync("test-commands" + suffix, message, CancellationToken.None);

        Assert.Equal(message, await Next<First, CompletionsRequested>());
        Assert.Empty(app.Services.GetRequiredService<Received>().Of<Second>());
    }

    [Fact]
    public async Task A_queue_that_is_opened_while_the_process_runs_handles_what_is_sent_to_it()
    {
        var message = new CompletionsRequested { Batch = new CompletionBatch { Run = "runs/late" } };
        var endpoint = BusEndpoint.ForCommand<CompletionsRequested, First>("test-late" + suffix, 1);

        await app.Services.GetRequiredService<IBusEndpoints>().ConnectAsync(endpoint, CancellationToken.None);
        await app.Services.GetRequiredService<IBusEndpoints>().ConnectAsync(endpoint, CancellationToken.None);
        await Bus.SendAsync("test-late" + suffix, message, CancellationToken.None);

        Assert.Equal(message, await Next<First, CompletionsRequested>());
    }

    [Fact]
    public async Task A_message_whose_handling_failed_is_delivered_again()
    {
        app.Services.GetRequiredService<Received>().FailuresLeft = 2;

        await Bus.PublishAsync(new CompletionsProduced { Batch = new CompletionBatch { Run = "runs/again" } }, CancellationToken.None);

        Assert.Equal("runs/again", (await Next<First, CompletionsProduced>()).Batch.Run);
        Assert.Equal(0, app.Services.GetRequiredService<Received>().FailuresLeft);
    }

    [Fact]
    public async Task A_thousand_messages_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            Bus.PublishAsync(new CompletionsProduced { Batch = new CompletionBatch { Run = i.ToString(CultureInfo.InvariantCulture) } }, CancellationToken.None)));

        var runs = new HashSet<string>(StringComparer.Ordinal);
        while (runs.Count < 1000) runs.Add((await Next<Second, CompletionsProduced>()).Batch.Run);
        Assert.Equal(1000, runs.Count);
    }

    private async Task<T> Next<THandler, T>() =>
        (T)await app.Services.GetRequiredService<Received>().NextAsync<THandler>().WaitAsync(Patience);

    private sealed class Received
    {
        private readonly ConcurrentDictionary<Type, System.Threading.Channels.Channel<object>> channels = new();
        private int failuresLeft;

        public int FailuresLeft
        {
            get => failuresLeft;
            set => failuresLeft = value;
        }

        public IEnumerable<object> Of<THandler>()
        {
            while (Channel(typeof(THandler)).Reader.TryRead(out var message)) yield return message;
        }

        public Task<object> NextAsync<THandler>() => Channel(typeof(THandler)).Reader.ReadAsync().AsTask();

        public void Add(object handler, object message)
        {
            if (handler is First && Interlocked.Decrement(ref failuresLeft) >= 0) throw new InvalidOperationException("planned failure");
            if (failuresLeft < 0) Interlocked.Exchange(ref failuresLeft, 0);
            Channel(handler.GetType()).Writer.TryWrite(message);
        }

        private System.Threading.Channels.Channel<object> Channel(Type handler) =>
            channels.GetOrAdd(handler, _ => System.Threading.Channels.Channel.CreateUnbounded<object>());
    }

    private sealed class First(Received received) : IMessageHandler<CompletionsProduced>, IMessageHandler<CompletionsRequested>
    {
        public Task HandleAsync(CompletionsProduced message, CancellationToken cancel) => Keep(message);

        public Task HandleAsync(CompletionsRequested message, CancellationToken cancel) => Keep(message);

        private Task Keep(object message)
        {
            received.Add(this, message);
            return Task.CompletedTask;
        }
    }

    private sealed class Second(Received received) : IMessageHandler<CompletionsProduced>
    {
        public Task HandleAsync(CompletionsProduced message, CancellationToken cancel)
        {
            received.Add(this, message);
            return Task.CompletedTask;
        }
    }
}
