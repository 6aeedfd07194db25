using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Completions;

/// <summary>
/// What is stored of items that were asked before. An item keeps what is recorded under it, also when its deployment was removed or
/// set otherwise since; only items that were served somebody else's answer are looked up by their question. No provider is ever called.
/// </summary>
internal sealed class StoredOutcomes(DeploymentRegistry deployments, CompletionEngine engine)
{
    public async Task<IReadOnlyList<ProducedCompletion>> FindAsync(CompletionsRequested asked, CancellationToken cancel)
    {
        var outcomes = await engine.FindRecordedAsync([.. asked.Items.Select(item => ItemKey.Of(asked.Batch, item.InstanceId))], cancel);
        if (deployments.Find(asked.Batch.Deployment) is { } deployment && Array.Exists(outcomes, outcome => outcome is null))
        {
            var (_, known) = await engine.FindKnownAsync(WantedItems.Of(asked, deployment), cancel);
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] ??= known[i];
        }
        return
        [
            .. asked.Items.Zip(outcomes)
                .Where(found => found.Second is not null)
                .Select(found => new ProducedCompletion { InstanceId = found.First.InstanceId, Outcome = found.Second }),
        ];
    }
}
