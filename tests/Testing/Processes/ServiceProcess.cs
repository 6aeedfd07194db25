using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace MedHelm.Testing.Processes;

/// <summary>A built service as a process of its own, to be killed and restarted at will.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly ServiceStart start;
    private readonly TemporaryFolder folder;
    private ChildProcess? process;

    private ServiceProcess(ServiceStart start)
    {
        this.start = start;
        folder = TemporaryFolder.Create(Path.GetFileNameWithoutExtension(start.Program));
    }

    public Uri Address => start.Address;

    /// <summary>The process that runs now, for its id, memory and processor time.</summary>
    public ChildProcess Process => process ?? throw new InvalidOperationException($"{start.Program} does not run.");

    /// <summary>Everything written to standard output so far, over all restarts.</summary>
    public string Output => Read("stdout");

    /// <summary>Everything written to standard error so far, over all restarts.</summary>
    public string Errors => Read("stderr");

    /// <summary>Starts the service and returns when it is ready.</summary>
    public static async Task<ServiceProcess> StartNewAsync(ServiceStart start, CancellationToken cancellation = default)
    {
        var service = new ServiceProcess(start);
        try
        {
            await service.StartAsync(cancellation);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/> or <see cref="StopAsync"/> and returns when it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (process is { HasExited: false }) throw new InvalidOperationException($"{start.Program} runs already.");
        if (LoopbackPort.Listens(Address.Port))
            throw new InvalidOperationException($"{Address} is taken by another process, whose answers would be mistaken for those of {start.Program}.");
        process?.Dispose();
        var started = process = ChildProcess.Start(Command());
        await Poll.UntilAsync($"{start.Program} on {start.Address}", start.Timeout, IsReadyAsync, cancellation);

        async Task<bool> IsReadyAsync(CancellationToken token) => started.HasExited
            ? throw new InvalidOperationException($"The service ended before it was ready: {started.Describe()}")
            : await AnswersAsync(token);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM and the orderly end.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <summary>SIGTERM, then a new start.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        await StartAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ProgramStart Command()
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MEDHELM__", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in start.Environment) environment[name] = value;
        return new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [start.Program, .. start.Arguments])
        {
            Environment = environment,
            OutputFile = folder.File("stdout"),
            ErrorFile = folder.File("stderr"),
            Folder = folder.Path,
        };
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return start.Readiness == ServiceReadiness.Connection
                ? await ConnectsAsync(start.Address, bound.Token)
                : await ServesAsync(start.Address, bound.Token);
        }
        catch (Exception error) when (error is RpcException or SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task<bool> ConnectsAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        return true;
    }

    private static async Task<bool> ServesAsync(Uri address, CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var reply = await new Health.HealthClient(channel).CheckAsync(new(), cancellationToken: cancellation);
        return reply.Status == HealthCheckResponse.Types.ServingStatus.Serving;
    }

    private string Read(string name)
    {
        var file = folder.File(name);
        if (!File.Exists(file)) return "";
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
