using System.Collections.Frozen;

namespace MedHelm.Inference.Deployments;

/// <summary>The deployments of one moment.</summary>
internal sealed class DeploymentSet(IEnumerable<DeploymentDefinition> deployments)
{
    private readonly FrozenDictionary<string, DeploymentDefinition> byId = deployments.ToFrozenDictionary(d => d.Id, StringComparer.Ordinal);

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<DeploymentDefinition> All { get; } = [.. deployments.OrderBy(d => d.Id, StringComparer.Ordinal)];

    public DeploymentDefinition? Find(string id) => byId.GetValueOrDefault(id);
}
