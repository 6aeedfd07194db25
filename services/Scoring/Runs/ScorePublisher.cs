using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Scoring.Runs;

/// <summary>
/// Stores scores, then tells of them. In this order, and both again on redelivery: what is published is always stored, and what is
/// stored is published at the latest when the message comes again.
/// </summary>
internal sealed class ScorePublisher(ScoreStore store, IMessageBus bus)
{
    internal async Task PublishAsync(InstancesScored scored, CancellationToken cancel)
    {
        if (scored.Items.Count == 0) return;
        await store.SaveAsync(scored, cancel);
        await bus.PublishAsync(scored, cancel);
    }
}
