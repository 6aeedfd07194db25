using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Inference.Completions;

/// <summary>Tells whoever waits what became of items, and a run when a budget has no room for some.</summary>
internal sealed class OutcomePublisher(ServedAnswers served, IMessageBus bus)
{
    // Fifty long answers would be more than a broker or a gRPC call takes well.
    private const int LargestMessage = 2 * 1024 * 1024;

    /// <summary>Publishes what is final. The rest has no outcome yet: the run waits and asks again.</summary>
    /// <param name="batch">What the items have in common.</param>
    /// <param name="items">Null where an outcome will follow.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task PublishAsync(CompletionBatch batch, IEnumerable<(string InstanceId, CompletionOutcome? Outcome)> items, CancellationToken cancel)
    {
        var known = items.Where(item => item.Outcome is not null).Select(item => (item.InstanceId, Outcome: item.Outcome!)).ToList();
        await served.RecordAsync(batch.Run, [.. known.Where(item => item.Outcome.Completion is not null).Select(item => item.Outcome.RequestDigest)], cancel);
        var produced = new CompletionsProduced { Batch = batch };
        var bytes = 0;
        foreach (var (instance, outcome) in known.Where(item => Outcomes.IsFinal(item.Outcome)))
        {
            var item = new ProducedCompletion { InstanceId = instance, Outcome = outcome };
            produced.Items.Add(item);
            bytes += item.CalculateSize();
            if (bytes < LargestMessage) continue;
            await bus.PublishAsync(produced, cancel);
            produced = new CompletionsProduced { Batch = batch };
            bytes = 0;
        }
        if (produced.Items.Count > 0) await bus.PublishAsync(produced, cancel);
        if (known.Find(item => item.Outcome.Failure is { Reason: FailureReason.Budget }).Outcome?.Failure.Shortfall is not { } shortfall) return;
        await bus.PublishAsync(new BudgetReached
        {
            Run = WantedItems.PayerOf(batch),
            Project = WantedItems.ProjectOf(batch),
            Budget = shortfall.Budget,
            NeededNanoUsd = shortfall.NeededNanoUsd,
            AvailableNanoUsd = shortfall.AvailableNanoUsd,
        }, cancel);
    }
}
