using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Batches;

/// <summary>The batch APIs by provider.</summary>
internal sealed class BatchProviders(IEnumerable<IBatchProvider> providers, TimeProvider clock)
{
    private readonly Dictionary<string, IBatchProvider> byName = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The API that new questions to a deployment may go through; null when they are asked live: it has none, no price for it, or must not use it.</summary>
    public IBatchProvider? Of(DeploymentDefinition deployment) =>
        deployment is { Batch: true, Kind: DeploymentKind.Model } && deployment.PricesAt(clock.GetUtcNow()).BatchFactor > 0 && Speaking(deployment) is { } provider && provider.Serves(deployment)
            ? provider
            : null;

    /// <summary>The API that batches under way went through, whatever the deployment's file says now.</summary>
    public IBatchProvider? Speaking(DeploymentDefinition deployment) => byName.GetValueOrDefault(deployment.Provider);
}
