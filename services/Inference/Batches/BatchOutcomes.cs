using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Batches;

/// <summary>Publishes outcomes of items, and only then takes the items out of the queue: an outcome published twice changes nothing.</summary>
internal sealed class BatchOutcomes(OutcomePublisher publisher, BatchStore store)
{
    public async Task PublishAsync(IReadOnlyList<(QueuedItem Item, CompletionOutcome Outcome)> ended, CancellationToken cancel)
    {
        foreach (var group in ended.GroupBy(end => end.Item.Message.Batch))
            await publisher.PublishAsync(group.Key, group.Select(end => (end.Item.Message.Items[0].InstanceId, (CompletionOutcome?)end.Outcome)), cancel);
        await store.RemoveAsync(ended.Select(end => end.Item), cancel);
    }
}
