using System.Globalization;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;

namespace MedHelm.Testing.Installations;

/// <summary>
/// Each service and the gateway in a process of its own, on real RabbitMQ, Redis and PostgreSQL, configured by environment
/// variables alone.
/// </summary>
public sealed class SeparateProcesses : Installation
{
    public static readonly IReadOnlyList<string> Services = ["Evaluation", "Inference", "Judging", "Scoring", "Reporting"];

    private readonly Dictionary<string, ServiceProcess> processes;
    private readonly List<IDisposable> heldPorts;
    private readonly List<IAsyncDisposable> parts;

    private SeparateProcesses(Uri http, Uri grpc, List<IDisposable> ports, List<IAsyncDisposable> started, Dictionary<string, ServiceProcess> processes,
        RabbitMqServer rabbitMq, RedisServer redis, PostgresServer postgres)
        : base(http, grpc)
    {
        heldPorts = ports;
        parts = started;
        this.processes = processes;
        RabbitMq = rabbitMq;
        Redis = redis;
        Postgres = postgres;
    }

    /// <summary>By service name, and "Gateway".</summary>
    public override IReadOnlyDictionary<string, ServiceProcess> Processes => processes;

    public RabbitMqServer RabbitMq { get; }

    public RedisServer Redis { get; }

    public PostgresServer Postgres { get; }

    /// <param name="deployments">Deployments file.</param>
    /// <param name="settings">More MEDHELM__ variables for every service.</param>
    public static async Task<SeparateProcesses> StartNewAsync(string deployments, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var rabbitMq = RabbitMqServer.StartNewAsync();
        var redis = RedisServer.StartNewAsync();
        var postgres = PostgresServer.StartNewAsync();
        await Task.WhenAll(rabbitMq, redis, postgres);
        var started = new List<IAsyncDisposable> { await rabbitMq, await redis, await postgres };
        var ports = new List<IDisposable>();

        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MEDHELM__BUS"] = (await rabbitMq).ConnectionString,
            ["MEDHELM__CACHE"] = (await redis).ConnectionString,
            ["MEDHELM__STORAGE"] = (await postgres).ConnectionString,
            ["MEDHELM__DEPLOYMENTS"] = deployments,
            ["MEDHELM__EVALUATION__STALLTIME"] = "00:00:10",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        var addresses = Services.ToDictionary(service => service, _ => Claim());
        foreach (var (service, address) in addresses) environment["MEDHELM__SERVICES__" + service.ToUpperInvariant()] = address.ToString();
        var (http, grpc) = (Claim(), Claim());

        var starts = Services.Select(service => StartAsync(service, addresses[service], new(environment) { ["MEDHELM__URLS"] = addresses[service].ToString() }))
            .Append(StartAsync("Gateway", grpc, new(environment) { ["MEDHELM__URLS"] = http.ToString(), ["MEDHELM__GRPCURLS"] = grpc.ToString() }));
        var running = await Task.WhenAll(starts);
        started.AddRange(running.Select(p => p.Process));
        return new SeparateProcesses(http, grpc, ports, started, running.ToDictionary(p => p.Name, p => p.Process), await rabbitMq, await redis, await postgres);

        Uri Claim()
        {
            var port = LoopbackPort.Claim();
            ports.Add(port);
            return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var part in Enumerable.Reverse(parts)) await part.DisposeAsync();
        foreach (var port in heldPorts) port.Dispose();
    }

    private static async Task<(string Name, ServiceProcess Process)> StartAsync(string service, Uri address, Dictionary<string, string> environment) =>
        (service, await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program(service), address) { Environment = environment, Timeout = TimeSpan.FromSeconds(120) }));
}
