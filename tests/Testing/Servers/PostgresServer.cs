using System.Diagnostics;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Servers;

/// <summary>PostgreSQL without passwords and without fsync: it survives the kill of its processes, not that of the machine.</summary>
public sealed class PostgresServer : ServerProcess
{
    private const string Versions = "/usr/lib/postgresql";
    private readonly string bin = Path.GetDirectoryName(ServerProgram.Find("postgresql", Candidates()))!;

    private PostgresServer() : base("postgres")
    {
    }

    public override string ConnectionString => $"postgres://postgres@127.0.0.1:{Port}";

    private string Data => Folder.File("data");

    public static Task<PostgresServer> StartNewAsync(CancellationToken cancellation = default) =>
        StartNewAsync(() => new PostgresServer(), cancellation);

    /// <summary>SIGQUIT, PostgreSQL's immediate shutdown: all its processes go at once and the next start recovers as after a crash.</summary>
    public override Task KillAsync() => EndAsync(Signals.Quit);

    /// <summary>SIGINT, its fast shutdown: SIGTERM would wait for every client to leave.</summary>
    public override Task StopAsync() => EndAsync(Signals.Interrupt);

    protected override async Task PrepareAsync(CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres:", Folder.Path], cancellation);
        var command = AsPostgres("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        await RunAsync(command[0], command[1..], cancellation);
    }

    protected override ProgramStart Command()
    {
        var command = AsPostgres(
            "postgres", "-D", Data, "-p", $"{Port}", "-h", "127.0.0.1", "-c", "unix_socket_directories=",
            // Commits stay synchronous: without that a killed server forgets what it has confirmed.
            "-c", "fsync=off", "-c", "full_page_writes=off",
            "-c", "max_connections=400", "-c", "shared_buffers=64MB");
        return new(command[0], command[1..]) { OutputFile = Folder.File("stdout"), ErrorFile = Folder.File("stderr"), Folder = "/" };
    }

    protected override async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var probe = Process.Start(new ProcessStartInfo(Path.Combine(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{Port}"]))!;
        await probe.WaitForExitAsync(cancellation);
        return probe.ExitCode == 0;
    }

    private static IEnumerable<string> Candidates() => Directory.Exists(Versions)
        ? Directory.GetDirectories(Versions).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => $"{folder}/bin/postgres")
        : [$"{Versions}/15/bin/postgres"];

    // PostgreSQL refuses to run as root; setpriv becomes the program, so that its process id is ours to signal.
    private string[] AsPostgres(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(bin, program), .. arguments];
        return Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command]
            : command;
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = ChildProcess.Start(new(program, arguments)
        {
            OutputFile = Folder.File("prepare"),
            ErrorFile = Folder.File("prepare"),
            Folder = "/",
        });
        var exitCode = await process.WaitAsync(cancellation);
        if (exitCode != 0) throw new InvalidOperationException($"PostgreSQL could not be prepared: {process.Describe()}");
    }
}
