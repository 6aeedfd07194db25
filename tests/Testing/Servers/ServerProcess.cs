using System.Net.Sockets;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Servers;

/// <summary>A real server on a free loopback port with a folder of its own: started, killed and started again by the test.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private readonly LoopbackPort port = LoopbackPort.Claim();
    private ChildProcess? process;

    protected ServerProcess(string kind) => Folder = TemporaryFolder.Create(kind);

    public int Port => port.Number;

    /// <summary>What the services are given to reach it.</summary>
    public abstract string ConnectionString { get; }

    public bool IsRunning => process is { HasExited: false };

    protected TemporaryFolder Folder { get; }

    /// <summary>Starts it, or starts it again on the same port and folder, and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (IsRunning) return;
        process?.Dispose();
        var started = process = ChildProcess.Start(Command());
        await Poll.UntilAsync(ConnectionString, StartTimeout, IsReadyAsync, cancellation);

        async Task<bool> IsReadyAsync(CancellationToken token) => started.HasExited
            ? throw new ServerEndedException(started.Describe())
            : await AnswersWithinBoundAsync(token);
    }

    /// <summary>Pulls the plug. What the server had not written to its folder is lost.</summary>
    public virtual Task KillAsync() => EndAsync(Signals.Kill);

    /// <summary>An orderly end; the folder stays for the next start.</summary>
    public virtual Task StopAsync() => EndAsync(Signals.Terminate);

    /// <summary>An orderly end and a new start.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        await StartAsync(cancellation);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (IsRunning) await KillAsync();
        process?.Dispose();
        Folder.Dispose();
        port.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Prepares and starts a new server; another one when its port was taken in between by a program that is no test.</summary>
    private protected static async Task<TServer> StartNewAsync<TServer>(Func<TServer> create, CancellationToken cancellation)
        where TServer : ServerProcess
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = create();
            try
            {
                await server.PrepareAsync(cancellation);
                await server.StartAsync(cancellation);
                return server;
            }
            catch (ServerEndedException) when (attempt < 3)
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Done once, before the first start.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The program that runs until it is signalled.</summary>
    protected abstract ProgramStart Command();

    /// <summary>True when the server, not only its port, answers.</summary>
    protected abstract Task<bool> AnswersAsync(CancellationToken cancellation);

    private protected async Task EndAsync(int signal)
    {
        if (process is not null) await process.EndAsync(signal);
    }

    /// <summary>Sends bytes and tells whether the answer starts as expected.</summary>
    private protected async Task<bool> EchoesAsync(ReadOnlyMemory<byte> sent, byte expectedFirst, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellation);
        await client.GetStream().WriteAsync(sent, cancellation);
        var answer = new byte[1];
        return await client.GetStream().ReadAsync(answer, cancellation) == 1 && answer[0] == expectedFirst;
    }

    private async Task<bool> AnswersWithinBoundAsync(CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return await AnswersAsync(bound.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}
