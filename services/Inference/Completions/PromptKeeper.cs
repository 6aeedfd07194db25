using Grpc.Net.Client;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>A service that keeps prompts, with its address.</summary>
internal sealed class PromptKeeper(string service, Uri address) : IDisposable
{
    private readonly GrpcChannel channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 * 1024 * 1024 });

    public string Service { get; } = service;

    public PromptSourceService.PromptSourceServiceClient Client => new(channel);

    public void Dispose() => channel.Dispose();
}
