using Grpc.Net.Client;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Installations;

/// <summary>One process of Inference, to be asked, killed and started again.</summary>
public sealed class InferenceReplica : IAsyncDisposable
{
    private readonly LoopbackPort port;
    private readonly GrpcChannel channel;

    private InferenceReplica(LoopbackPort port, ServiceProcess process)
    {
        this.port = port;
        Process = process;
        // One HTTP/2 connection carries no more than 100 calls at once.
        channel = GrpcChannel.ForAddress(process.Address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true },
            DisposeHttpClient = true,
        });
    }

    public ServiceProcess Process { get; }

    public InferenceService.InferenceServiceClient Inference => new(channel);

    public BudgetService.BudgetServiceClient Budgets => new(channel);

    internal static async Task<InferenceReplica> StartNewAsync(IReadOnlyDictionary<string, string> environment)
    {
        var claimed = LoopbackPort.Claim();
        var address = new Uri($"http://127.0.0.1:{claimed.Number}");
        var process = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Inference"), address)
        {
            Environment = new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["MEDHELM__URLS"] = address.ToString() },
        });
        return new InferenceReplica(claimed, process);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await Process.DisposeAsync();
        port.Dispose();
    }
}
