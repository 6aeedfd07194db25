using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Batches;
using MedHelm.Inference.Deployments;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Inference.Completions;

/// <summary>Turns a batch of requests into a batch of outcomes. Every item gets one, now or from a batch; a failing item is an outcome too.</summary>
internal sealed class CompletionsRequestedHandler(DeploymentRegistry deployments, CompletionEngine engine, BatchQueue batches, PromptFetcher prompts, OutcomePublisher publisher)
    : IMessageHandler<CompletionsRequested>
{
    public async Task HandleAsync(CompletionsRequested message, CancellationToken cancel)
    {
        var outcomes = await OutcomesAsync(message, cancel);
        await publisher.PublishAsync(message.Batch, message.Items.Select((item, i) => (item.InstanceId, outcomes[i])), cancel);
    }

    private async Task<IReadOnlyList<CompletionOutcome?>> OutcomesAsync(CompletionsRequested message, CancellationToken cancel)
    {
        if (deployments.Find(message.Batch.Deployment) is not { } deployment)
            return await engine.FailAsync(message, FailureReason.UnknownDeployment, $"'{message.Batch.Deployment}' is not among this installation's deployments.", cancel);
        if (!deployment.ApprovedTiers.Contains(message.DataTier))
            return await engine.FailAsync(message, FailureReason.TierNotApproved, $"'{deployment.Id}' is not approved for {message.DataTier} data.", cancel);
        var wanted = WantedItems.Of(message, deployment);
        return batches.Takes(message, deployment)
            ? await batches.QueueAsync(message, wanted, cancel)
            : await engine.CompleteAsync(wanted, digests => prompts.FetchAsync(message.PromptsFrom, digests, cancel), cancel);
    }
}
