using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.Replay;

/// <summary>Gives recorded completions again, by benchmark and instance id, or by prompt digest. The recordings are read with the deployments file, so that a broken one is known then.</summary>
internal sealed class ReplayProvider : IProvider
{
    public string Name => "replay";

    // Two instances may share a prompt and have different recordings, and a changed file is another recording.
    public string KeyOf(ProviderRequest request) => $"{RecordingOf(request.Deployment).Digest}|{request.Benchmark}|{request.InstanceId}";

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        var text = RecordingOf(request.Deployment).Find(request.Benchmark, request.InstanceId, request.PromptDigest)
            ?? throw new ProviderException(FailureReason.NotRecorded, $"{request.Deployment.Id} has no recorded completion for {(request.InstanceId.Length > 0 ? $"{request.Benchmark}/{request.InstanceId}" : "this prompt")}.");
        if (string.IsNullOrWhiteSpace(text))
            throw new ProviderException(FailureReason.Empty, "The recorded completion has no text.");
        onText?.Invoke(text);
        return Task.FromResult(new ProviderReply(new Completion { Text = text, ModelSnapshot = request.Deployment.Model }, new Usage()));
    }

    private static Recording RecordingOf(DeploymentDefinition deployment) => deployment.Recording ?? Recording.None;
}
