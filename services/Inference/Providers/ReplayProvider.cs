using System.Collections.Frozen;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers;

/// <summary>Gives recorded completions again, by benchmark and instance id, or by prompt digest. Reads all recordings at start, so that a broken one is known then.</summary>
internal sealed class ReplayProvider(DeploymentRegistry deployments) : IProvider
{
    private readonly FrozenDictionary<string, Recording> recordings = deployments.All
        .Where(deployment => deployment.Recordings.Count > 0)
        .ToFrozenDictionary(deployment => deployment.Id, deployment => Recording.Read(deployment.Recordings), StringComparer.Ordinal);

    public string Name => "replay";

    // Two instances may share a prompt and have different recordings, and a changed file is another recording.
    public string KeyOf(ProviderRequest request) => $"{RecordingOf(request.Deployment).Digest}|{request.Benchmark}|{request.InstanceId}";

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        var text = RecordingOf(request.Deployment).Find(request.Benchmark, request.InstanceId, request.PromptDigest)
            ?? throw new ProviderException(FailureReason.NotRecorded, $"{request.Deployment.Id} has no recorded completion for {(request.InstanceId.Length > 0 ? $"{request.Benchmark}/{request.InstanceId}" : "this prompt")}.");
        if (string.IsNullOrWhiteSpace(text))
            throw new ProviderException(FailureReason.Empty, "The recorded completion has no text.");
        return Task.FromResult(new ProviderReply(new Completion { Text = text, ModelSnapshot = request.Deployment.Model }, new Usage()));
    }

    private Recording RecordingOf(DeploymentDefinition deployment) => recordings[deployment.Id];
}
