using System.Globalization;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Servers;

/// <summary>RabbitMQ with an Erlang port mapper of its own, so that brokers of several test processes do not meet.</summary>
public sealed class RabbitMqServer : ServerProcess
{
    private readonly string program = ServerProgram.Find("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server");
    private readonly string mapperProgram = ServerProgram.Find("rabbitmq-server", "epmd");
    private readonly LoopbackPort distributionPort = LoopbackPort.Claim();
    private readonly LoopbackPort mapperPort = LoopbackPort.Claim();
    private ChildProcess? mapper;

    private RabbitMqServer() : base("rabbitmq")
    {
    }

    public override string ConnectionString => $"amqp://guest:guest@127.0.0.1:{Port}";

    public static Task<RabbitMqServer> StartNewAsync(CancellationToken cancellation = default) =>
        StartNewAsync(() => new RabbitMqServer(), cancellation);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        mapper?.Dispose();
        distributionPort.Dispose();
        mapperPort.Dispose();
    }

    protected override async Task PrepareAsync(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Folder.File("enabled_plugins"), "[].\n", cancellation);
        await File.WriteAllTextAsync(Folder.File("env.conf"), "", cancellation);
        await File.WriteAllTextAsync(
            Folder.File("rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            vm_memory_high_watermark.absolute = 1GB
            disk_free_limit.absolute = 200MB
            log.file.level = warning

            """,
            cancellation);
        // In the foreground, so that it is a child like the others; the broker would start a daemon.
        mapper = ChildProcess.Start(new(mapperProgram, ["-address", "127.0.0.1", "-port", Text(mapperPort)])
        {
            OutputFile = Folder.File("epmd"),
            ErrorFile = Folder.File("epmd"),
        });
    }

    protected override ProgramStart Command() => new(program, [])
    {
        OutputFile = Folder.File("stdout"),
        ErrorFile = Folder.File("stderr"),
        Folder = Folder.Path,
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = Folder.Path,
            ["RABBITMQ_NODENAME"] = "medhelm@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{Port}",
            ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
            ["RABBITMQ_MNESIA_BASE"] = Folder.File("mnesia"),
            ["RABBITMQ_LOG_BASE"] = Folder.File("log"),
            ["RABBITMQ_PID_FILE"] = Folder.File("pid"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Folder.File("enabled_plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Folder.File("rabbitmq"),
            ["RABBITMQ_CONF_ENV_FILE"] = Folder.File("env.conf"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
            // The start script then becomes the Erlang machine, whose process id is ours to signal.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
            ["NOTIFY_SOCKET"] = null,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(mapperPort),
        },
    };

    /// <summary>The broker's first word to a client is a method frame, whose type is 1.</summary>
    protected override Task<bool> AnswersAsync(CancellationToken cancellation) =>
        EchoesAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), 1, cancellation);

    private static string Text(LoopbackPort port) => port.Number.ToString(CultureInfo.InvariantCulture);
}
