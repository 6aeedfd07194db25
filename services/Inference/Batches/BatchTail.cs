using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Inference.Batches;

/// <summary>Sends items that no batch will answer to be asked live.</summary>
internal sealed class BatchTail(DeploymentRegistry deployments, BatchStore store, IMessageBus bus)
{
    private const int ItemsInMessage = 50;

    /// <summary>Sends them, and only then takes them out of the queue: what is sent twice is answered from the archive.</summary>
    public async Task SendAsync(IReadOnlyList<QueuedItem> items, CancellationToken cancel)
    {
        foreach (var group in items.GroupBy(item => (item.Deployment, Message: Live(item.Message))))
        {
            var queue = deployments.Find(group.Key.Deployment) is null ? CompletionQueue.Unknown : CompletionQueue.For(group.Key.Deployment);
            foreach (var some in group.Chunk(ItemsInMessage))
            {
                var message = group.Key.Message.Clone();
                message.Items.AddRange(some.SelectMany(item => item.Message.Items));
                await bus.SendAsync(queue, message, cancel);
                await store.RemoveAsync(some, cancel);
            }
        }
    }

    /// <summary>The message with one of its items.</summary>
    public static CompletionsRequested Only(CompletionsRequested message, RequestedCompletion item)
    {
        var one = message.Clone();
        one.Items.Clear();
        one.Items.Add(item);
        return one;
    }

    // What items must have in common to share a message.
    private static CompletionsRequested Live(CompletionsRequested message)
    {
        var live = message.Clone();
        live.Items.Clear();
        live.BatchDeadline = null;
        live.PriceClass = PriceClass.Live;
        return live;
    }
}
