using System.Globalization;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Installations;

/// <summary>Everything in one process, with nothing installed.</summary>
public sealed class StandaloneInstallation : Installation
{
    private readonly LoopbackPort httpPort;
    private readonly LoopbackPort grpcPort;

    private StandaloneInstallation(LoopbackPort http, LoopbackPort grpc, ServiceProcess process)
        : base(Address(http), Address(grpc))
    {
        httpPort = http;
        grpcPort = grpc;
        Process = process;
    }

    public ServiceProcess Process { get; }

    public override IReadOnlyDictionary<string, ServiceProcess> Processes => new Dictionary<string, ServiceProcess>(StringComparer.Ordinal) { ["Standalone"] = Process };

    public static async Task<StandaloneInstallation> StartNewAsync(string data, string? deployments = null, params string[] arguments)
    {
        var http = LoopbackPort.Claim();
        var grpc = LoopbackPort.Claim();
        return new StandaloneInstallation(http, grpc, await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Standalone"), Address(grpc))
        {
            Arguments =
            [
                "--serve", "--data", data, "--urls", Address(http).ToString(), "--grpc-urls", Address(grpc).ToString(),
                .. deployments is null ? Array.Empty<string>() : ["--deployments", deployments],
                .. arguments,
            ],
        }));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Process.DisposeAsync();
        httpPort.Dispose();
        grpcPort.Dispose();
    }

    private static Uri Address(LoopbackPort port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
}
