using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Servers;

/// <summary>Redis that saves nothing: after a kill it starts empty, as a flushed or evicted cache would be.</summary>
public sealed class RedisServer : ServerProcess
{
    private readonly string program = ServerProgram.Find("redis-server", "redis-server");

    private RedisServer() : base("redis")
    {
    }

    public override string ConnectionString => $"redis://127.0.0.1:{Port}";

    public static Task<RedisServer> StartNewAsync(CancellationToken cancellation = default) =>
        StartNewAsync(() => new RedisServer(), cancellation);

    /// <summary>Empties it, for tests that share one.</summary>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        if (!await EchoesAsync("FLUSHALL\r\n"u8.ToArray(), (byte)'+', cancellation))
            throw new InvalidOperationException($"{ConnectionString} refused FLUSHALL.");
    }

    protected override ProgramStart Command() => new(
        program,
        ["--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder.Path, "--save", "", "--appendonly", "no"])
    {
        OutputFile = Folder.File("stdout"),
        ErrorFile = Folder.File("stderr"),
    };

    protected override Task<bool> AnswersAsync(CancellationToken cancellation) =>
        EchoesAsync("PING\r\n"u8.ToArray(), (byte)'+', cancellation);
}
