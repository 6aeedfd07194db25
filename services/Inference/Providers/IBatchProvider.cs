using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers;

/// <summary>
/// A provider's batch API: many questions at once, answered within hours at a lower price. Bodies and replies are those of
/// live calls. Nothing here retries; whoever calls looks again later.
/// </summary>
internal interface IBatchProvider
{
    /// <summary>The name deployments give as their provider.</summary>
    string Name { get; }

    /// <summary>Most questions in one batch.</summary>
    int MostLines { get; }

    /// <summary>Most bytes in one batch.</summary>
    long MostBytes { get; }

    /// <summary>True when the server behind the deployment has the batch API.</summary>
    bool Serves(DeploymentDefinition deployment);

    /// <summary>One question as the batch holds it, named by its request digest.</summary>
    /// <exception cref="ProviderException">A part of the request cannot be written.</exception>
    byte[] WriteLine(ProviderRequest request);

    /// <summary>Sends a batch. Returns the provider's name for it.</summary>
    /// <param name="deployment">Where to.</param>
    /// <param name="job">Our name for it, the same when it is sent again.</param>
    /// <param name="lines">At least one.</param>
    /// <param name="cancel">Gives up; the provider may have it all the same.</param>
    /// <exception cref="ProviderException">It is not known to be there.</exception>
    Task<string> SubmitAsync(DeploymentDefinition deployment, string job, IReadOnlyList<byte[]> lines, CancellationToken cancel);

    /// <summary>True when the API tells whether a batch sent under our name has arrived.</summary>
    bool CanFind { get; }

    /// <summary>The provider's name for a batch that was sent under our name; null when there is none, or the API cannot tell.</summary>
    Task<string?> FindAsync(DeploymentDefinition deployment, string job, CancellationToken cancel);

    /// <summary>How far it is.</summary>
    Task<BatchStatus> StatusAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel);

    /// <summary>Hands over the results of a batch that has ended, one by one, in any order.</summary>
    Task ReadResultsAsync(DeploymentDefinition deployment, BatchStatus status, Func<BatchResult, Task> take, CancellationToken cancel);

    /// <summary>Asks the provider to stop. It ends some time later, with the results it has.</summary>
    Task CancelAsync(DeploymentDefinition deployment, string providerJob, CancellationToken cancel);
}
