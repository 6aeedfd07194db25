using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Inference.Completions;

/// <summary>Turns a batch of requests into a batch of outcomes. Every item gets one; a failing item is an outcome too.</summary>
internal sealed class CompletionsRequestedHandler(DeploymentRegistry deployments, CompletionEngine engine, PromptFetcher prompts, ServedAnswers served, IMessageBus bus)
    : IMessageHandler<CompletionsRequested>
{
    // Fifty long answers would be more than a broker or a gRPC call takes well.
    private const int LargestMessage = 2 * 1024 * 1024;

    public async Task HandleAsync(CompletionsRequested message, CancellationToken cancel)
    {
        var outcomes = await OutcomesAsync(message, cancel);
        await served.RecordAsync(message.Batch.Run, [.. outcomes.Where(outcome => outcome.Completion is not null).Select(outcome => outcome.RequestDigest)], cancel);
        var produced = new CompletionsProduced { Batch = message.Batch };
        BudgetShortfall? shortfall = null;
        var bytes = 0;
        for (var i = 0; i < outcomes.Count; i++)
        {
            // What no budget has room for has no outcome yet: the run waits and asks again.
            if (outcomes[i].Failure is { Reason: FailureReason.Budget } refused)
            {
                shortfall ??= refused.Shortfall;
                continue;
            }
            var item = new ProducedCompletion { InstanceId = message.Items[i].InstanceId, Outcome = outcomes[i] };
            produced.Items.Add(item);
            bytes += item.CalculateSize();
            if (bytes < LargestMessage) continue;
            await bus.PublishAsync(produced, cancel);
            produced = new CompletionsProduced { Batch = message.Batch };
            bytes = 0;
        }
        if (produced.Items.Count > 0) await bus.PublishAsync(produced, cancel);
        if (shortfall is null) return;
        await bus.PublishAsync(new BudgetReached
        {
            Run = message.Batch.Run,
            Project = Project(message.Batch),
            Budget = shortfall.Budget,
            NeededNanoUsd = shortfall.NeededNanoUsd,
            AvailableNanoUsd = shortfall.AvailableNanoUsd,
        }, cancel);
    }

    private static string Project(CompletionBatch batch) => batch.Project.Length > 0 ? batch.Project : "default";

    private async Task<IReadOnlyList<CompletionOutcome>> OutcomesAsync(CompletionsRequested message, CancellationToken cancel)
    {
        if (deployments.Find(message.Batch.Deployment) is not { } deployment)
            return await engine.FailAsync(message, FailureReason.UnknownDeployment, $"'{message.Batch.Deployment}' is not among this installation's deployments.", cancel);
        if (!deployment.ApprovedTiers.Contains(message.DataTier))
            return await engine.FailAsync(message, FailureReason.TierNotApproved, $"'{deployment.Id}' is not approved for {message.DataTier} data.", cancel);
        var parameters = deployment.Overrides.ApplyTo(message.Parameters);
        var candidate = message.Batch.Purpose == Purpose.Candidate;
        return await engine.CompleteAsync(
            [
                .. message.Items.Select(item => new WantedCompletion
                {
                    ItemKey = ItemKey.Of(message.Batch, item.InstanceId),
                    Run = message.Batch.Run,
                    Purpose = message.Batch.Purpose,
                    Request = new ProviderRequest
                    {
                        Deployment = deployment,
                        PromptDigest = item.PromptDigest,
                        Parameters = parameters,
                        DataTier = message.DataTier,
                        Project = Project(message.Batch),
                        Benchmark = candidate ? message.Batch.Benchmark : "",
                        InstanceId = candidate ? item.InstanceId : "",
                    },
                }),
            ],
            digests => prompts.FetchAsync(message.PromptsFrom, digests, cancel), cancel);
    }
}
