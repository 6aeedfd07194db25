using System.Collections.Frozen;
using MedHelm.Inference.Providers.Baselines;

namespace MedHelm.Inference.Deployments;

/// <summary>The deployments of this installation: the built-in baselines and those of the user's file.</summary>
internal sealed class DeploymentRegistry
{
    private readonly FrozenDictionary<string, DeploymentDefinition> byId;

    internal DeploymentRegistry(IEnumerable<DeploymentDefinition> deployments)
    {
        All = [.. deployments.OrderBy(d => d.Id, StringComparer.Ordinal)];
        byId = All.ToFrozenDictionary(d => d.Id, StringComparer.Ordinal);
    }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<DeploymentDefinition> All { get; }

    /// <summary>Reads the file, if there is one, beside the baselines.</summary>
    public static DeploymentRegistry Load(string? file) =>
        new([.. BaselineProvider.Deployments, .. file is null ? [] : DeploymentFile.Read(file)]);

    public DeploymentDefinition? Find(string id) => byId.GetValueOrDefault(id);
}
