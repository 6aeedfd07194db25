using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Grpc.Net.Client;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks;

/// <summary>
/// A run of closed-ended instances through Standalone, warm: wall time from CreateRun to the final leaderboard, processor
/// time of the process, calls at the provider. Cold: every answer new. Cached: the same run again.
/// </summary>
internal static class OverheadBenchmark
{
    private const string Deployment = "fake/model";

    public static async Task<int> RunAsync(int instances, int inFlight, TimeSpan latency, int rounds)
    {
        using var folder = TemporaryFolder.Create("overhead");
        using var ports = new Ports();
        await using var provider = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("FakeProvider"), ports.Provider)
        {
            Arguments = ["--urls", ports.Provider.ToString(), "--latency-ms", latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)],
            Readiness = ServiceReadiness.Connection,
        });
        SyntheticMedQa.Write(folder, rounds + 1, instances);
        await using var system = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("Standalone"), ports.Grpc)
        {
            Arguments =
            [
                "--serve", "--data", folder.File("data"), "--urls", ports.Http.ToString(), "--grpc-urls", ports.Grpc.ToString(),
                "--datasets", folder.File("datasets"), "--catalog", folder.File("catalog"), "--deployments", WriteDeployments(folder, ports.Provider, inFlight),
            ],
        });
        using var channel = GrpcChannel.ForAddress(ports.Grpc);
        using var http = new HttpClient { BaseAddress = ports.Provider };

        Console.WriteLine($"{instances} instances, {inFlight} in flight, provider latency {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores");
        Console.WriteLine("round        cold s   cpu s   calls | cached s   cpu s   calls | memory MB");
        for (var round = 0; round <= rounds; round++)
        {
            var cold = await MeasureAsync(channel, system, http, SyntheticMedQa.Benchmark(round), $"cold-{round}", instances);
            var cached = await MeasureAsync(channel, system, http, SyntheticMedQa.Benchmark(round), $"cached-{round}", instances);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(round == 0 ? "warm-up" : round),7}    {cold.Wall.TotalSeconds,7:0.000} {cold.Cpu.TotalSeconds,7:0.00} {cold.Calls,7} |  {cached.Wall.TotalSeconds,7:0.000} {cached.Cpu.TotalSeconds,7:0.00} {cached.Calls,7} | {system.Process.WorkingSet / 1048576.0,6:0}"));
        }
        return 0;
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu, long Calls)> MeasureAsync(
        GrpcChannel channel, ServiceProcess system, HttpClient provider, string benchmark, string runId, int instances)
    {
        var calls = await CallsAsync(provider);
        var cpu = system.Process.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var evaluation = new EvaluationService.EvaluationServiceClient(channel);
        var run = (await evaluation.CreateRunAsync(new CreateRunRequest
        {
            RunId = runId,
            Spec = new RunSpec { Deployments = { Deployment }, Benchmarks = { new BenchmarkSelection { Benchmark = benchmark, Data = DatasetChoice.Full } } },
        })).Run;
        using (var watching = evaluation.WatchRun(new WatchRunRequest { Name = run.Name }))
            while (await watching.ResponseStream.MoveNext(CancellationToken.None)) run = watching.ResponseStream.Current.Run;
        Leaderboard board;
        do board = (await new ReportingService.ReportingServiceClient(channel).GetLeaderboardAsync(new GetLeaderboardRequest { Run = run.Name })).Leaderboard;
        while (!board.Final);
        var wall = Stopwatch.GetElapsedTime(started);
        if (board.Coverage.Scored != instances) throw new InvalidOperationException($"{board.Coverage.Scored} of {instances} instances have a score; the figures would mean nothing.");
        return (wall, system.Process.ProcessorTime - cpu, await CallsAsync(provider) - calls);
    }

    private static async Task<long> CallsAsync(HttpClient provider)
    {
        using var stats = JsonDocument.Parse(await provider.GetStringAsync(new Uri("/stats", UriKind.Relative)));
        return stats.RootElement.GetProperty("calls").GetInt64();
    }

    private static string WriteDeployments(TemporaryFolder folder, Uri provider, int inFlight)
    {
        var file = folder.File("deployments.yaml");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"deployments:\n  - {{id: {Deployment}, provider: openai, model: m, base_url: \"{provider}v1\", max_in_flight: {inFlight}, prices: {{input_usd_per_million: 1, output_usd_per_million: 1}}}}\n"));
        return file;
    }

    private sealed class Ports : IDisposable
    {
        private readonly LoopbackPort[] ports = [LoopbackPort.Claim(), LoopbackPort.Claim(), LoopbackPort.Claim()];

        public Uri Provider => Address(0);

        public Uri Http => Address(1);

        public Uri Grpc => Address(2);

        public void Dispose()
        {
            foreach (var port in ports) port.Dispose();
        }

        private Uri Address(int index) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[index].Number}"));
    }
}
