using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Storage;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Batches;

/// <summary>Where items of runs wait for a batch. They are in the database before their message is acknowledged.</summary>
internal sealed class BatchQueue(
    BatchProviders providers, CompletionEngine engine, CompletionRecords records, BatchStore store, IOptions<InferenceOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromDays(1);

    /// <summary>True when the message's items are to be asked in a batch, can be, and have time for it.</summary>
    public bool Takes(CompletionsRequested message, DeploymentDefinition deployment) =>
        message.PriceClass == PriceClass.Batch && message.Items.Count > 0 && providers.Of(deployment) is not null && DeadlineOf(message) > clock.GetUtcNow()
        // What cannot be kept is refused by the live way, before anything is sent.
        && records.RefusalOf(WantedItems.Of(message, deployment)[0].Request) is null;

    /// <summary>The outcomes that are known; null for the items that wait now.</summary>
    public async Task<IReadOnlyList<CompletionOutcome?>> QueueAsync(CompletionsRequested message, IReadOnlyList<WantedCompletion> wanted, CancellationToken cancel)
    {
        var (items, outcomes) = await engine.FindKnownAsync(wanted, cancel);
        var waiting = Enumerable.Range(0, items.Length).Where(i => outcomes[i] is null).Select(i => new QueuedItem
        {
            ItemKey = items[i].ItemKey,
            RequestDigest = items[i].Request.RequestDigest,
            Deployment = items[i].Request.Deployment.Id,
            Message = BatchTail.Only(message, message.Items[i]),
            Deadline = DeadlineOf(message),
        }).DistinctBy(item => item.ItemKey, StringComparer.Ordinal).ToList();
        await store.QueueAsync(waiting, clock.GetUtcNow() + options.Value.BatchGatherTime, cancel);
        return outcomes;
    }

    private DateTimeOffset DeadlineOf(CompletionsRequested message) => message.BatchDeadline?.ToDateTimeOffset() ?? clock.GetUtcNow() + UsualPatience;
}
