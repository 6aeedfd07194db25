using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks.Direct;

/// <summary>Inference and the gateway in a process each, on SQLite, and on Redis where there is one. The other services are not needed.</summary>
internal sealed class SeparateInference : IAsyncDisposable
{
    private readonly ServiceProcess inference;
    private readonly ServiceProcess gateway;

    private SeparateInference(ServiceProcess inference, ServiceProcess gateway, Uri http)
    {
        this.inference = inference;
        this.gateway = gateway;
        Gateway = http;
    }

    /// <summary>gRPC.</summary>
    public Uri Inference => inference.Address;

    /// <summary>HTTP/1.1.</summary>
    public Uri Gateway { get; }

    public static async Task<SeparateInference> StartNewAsync(Ports ports, TemporaryFolder folder, string deployments, string? redis)
    {
        var (address, plain, http, grpc, nobody) = (ports.Next(), ports.Next(), ports.Next(), ports.Next(), ports.Next());
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MEDHELM__STORAGE"] = "sqlite:" + Directory.CreateDirectory(folder.File("inference")).FullName,
            ["MEDHELM__DEPLOYMENTS"] = deployments,
        };
        if (redis is not null) environment["MEDHELM__CACHE"] = redis;
        foreach (var service in (string[])["EVALUATION", "JUDGING", "SCORING", "REPORTING"]) environment["MEDHELM__SERVICES__" + service] = nobody.ToString();
        environment["MEDHELM__SERVICES__INFERENCE"] = address.ToString();
        environment["MEDHELM__SERVICES__INFERENCEHTTP"] = plain.ToString();
        var answering = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Inference"), address)
        {
            Environment = new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["MEDHELM__URLS"] = address.ToString(), ["MEDHELM__HTTPURL"] = plain.ToString() },
        });
        var edge = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Gateway"), grpc)
        {
            Environment = new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["MEDHELM__URLS"] = http.ToString(), ["MEDHELM__GRPCURLS"] = grpc.ToString() },
        });
        return new SeparateInference(answering, edge, http);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await inference.DisposeAsync();
    }
}
