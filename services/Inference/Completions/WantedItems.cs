using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Completions;

/// <summary>What the items of a message want of a deployment.</summary>
internal static class WantedItems
{
    /// <summary>One for each item, in order.</summary>
    public static IReadOnlyList<WantedCompletion> Of(CompletionsRequested message, DeploymentDefinition deployment)
    {
        var parameters = deployment.Overrides.ApplyTo(message.Parameters);
        var candidate = message.Batch.Purpose == Purpose.Candidate;
        return
        [
            .. message.Items.Select(item => new WantedCompletion
            {
                ItemKey = ItemKey.Of(message.Batch, item.InstanceId),
                Run = PayerOf(message.Batch),
                Purpose = message.Batch.Purpose,
                Request = new ProviderRequest
                {
                    Deployment = deployment,
                    PromptDigest = item.PromptDigest,
                    Parameters = parameters,
                    ResponseFormat = message.ResponseFormat,
                    SampleIndex = message.SampleIndex,
                    DataTier = message.DataTier,
                    Project = ProjectOf(message.Batch),
                    Benchmark = candidate ? message.Batch.Benchmark : "",
                    InstanceId = candidate ? item.InstanceId : "",
                },
            }),
        ];
    }

    /// <summary>Whose budget and ledger a call counts in: the run, or the judgement of its stored answers, which must not change the run's books.</summary>
    public static string PayerOf(CompletionBatch batch) => batch.Judgement.Length > 0 ? batch.Judgement : batch.Run;

    /// <summary>The project that pays.</summary>
    public static string ProjectOf(CompletionBatch batch) => ProjectName.OrDefault(batch.Project);
}
