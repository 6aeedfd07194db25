using System.Collections.Concurrent;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Tests.Functional.Inference.Batches;

/// <summary>Keeps what is published, and handles commands at once.</summary>
internal sealed class RecordingBus : IMessageBus
{
    private readonly ConcurrentQueue<CompletionsProduced> produced = new();

    public bool SurvivesRestart => true;

    public Func<CompletionsRequested, CancellationToken, Task> Handle { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<BudgetReached> Reached { get; } = new();

    /// <summary>Everything published, an outcome that came twice twice.</summary>
    public IReadOnlyList<ProducedCompletion> Outcomes => [.. produced.SelectMany(message => message.Items)];

    public Task PublishAsync<T>(T message, CancellationToken cancel) where T : class, IMessage<T>
    {
        if (message is CompletionsProduced outcomes) produced.Enqueue(outcomes);
        if (message is BudgetReached budget) Reached.Enqueue(budget);
        return Task.CompletedTask;
    }

    public Task SendAsync<T>(string queue, T message, CancellationToken cancel) where T : class, IMessage<T> => Handle((CompletionsRequested)(object)message, cancel);
}
