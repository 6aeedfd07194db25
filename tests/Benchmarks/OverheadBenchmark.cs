using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks;

/// <summary>
/// A run of closed-ended instances through a warm system: wall time from CreateRun to the final leaderboard, processor time
/// of all its processes, calls at the provider. Cold: every answer new. Cached: the same run again.
/// </summary>
internal static class OverheadBenchmark
{
    private const string Deployment = "fake/model";

    public static async Task<int> RunAsync(int instances, int inFlight, TimeSpan latency, int rounds, bool separate)
    {
        using var folder = TemporaryFolder.Create("overhead");
        using var port = LoopbackPort.Claim();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
        await using var provider = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("FakeProvider"), address)
        {
            Arguments = ["--urls", address.ToString(), "--latency-ms", latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)],
            Readiness = ServiceReadiness.Connection,
        });
        SyntheticMedQa.Write(folder, rounds + 1, instances);
        await using var system = await StartAsync(folder, WriteDeployments(folder, address, inFlight), separate);
        using var http = new HttpClient { BaseAddress = address };

        Console.WriteLine($"{instances} instances, {inFlight} in flight, provider latency {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores, {(separate ? "separate processes on RabbitMQ, Redis, PostgreSQL" : "one process")}");
        Console.WriteLine("round        cold s   cpu s   calls | cached s   cpu s   calls | memory MB");
        for (var round = 0; round <= rounds; round++)
        {
            var cold = await MeasureAsync(system, http, Spec(round), $"cold-{round}", instances);
            var cached = await MeasureAsync(system, http, Spec(round), $"cached-{round}", instances);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(round == 0 ? "warm-up" : round),7}    {cold.Wall.TotalSeconds,7:0.000} {cold.Cpu.TotalSeconds,7:0.00} {cold.Calls,7} |  {cached.Wall.TotalSeconds,7:0.000} {cached.Cpu.TotalSeconds,7:0.00} {cached.Calls,7} | {Memory(system)}"));
        }
        return 0;
    }

    /// <summary>Starts a system with the datasets and the catalog of a folder.</summary>
    internal static async Task<Installation> StartAsync(TemporaryFolder folder, string deployments, bool separate)
    {
        var (datasets, catalog) = (folder.File("datasets"), folder.File("catalog"));
        if (separate)
            return await SeparateProcesses.StartNewAsync(deployments, [new("MEDHELM__DATASETS", datasets), new("MEDHELM__CATALOG", catalog)]);
        Directory.CreateDirectory(folder.File("data"));
        return await StandaloneInstallation.StartNewAsync(folder.File("data"), deployments, "--datasets", datasets, "--catalog", catalog);
    }

    /// <summary>Wall time, processor time and provider calls from CreateRun to the final leaderboard, on which every instance must have a score.</summary>
    internal static async Task<(TimeSpan Wall, TimeSpan Cpu, long Calls)> MeasureAsync(Installation system, HttpClient provider, RunSpec spec, string runId, int instances)
    {
        var calls = await CallsAsync(provider);
        var cpu = Cpu(system);
        var started = Stopwatch.GetTimestamp();
        var run = (await system.Evaluation.CreateRunAsync(new CreateRunRequest
        {
            RunId = runId,
            Spec = spec,
        })).Run;
        using (var watching = system.Evaluation.WatchRun(new WatchRunRequest { Name = run.Name }))
            while (await watching.ResponseStream.MoveNext(CancellationToken.None)) run = watching.ResponseStream.Current.Run;
        if (run.State != RunState.Completed) throw new InvalidOperationException(run.Error);
        Leaderboard board;
        do board = (await system.Reporting.GetLeaderboardAsync(new GetLeaderboardRequest { Run = run.Name })).Leaderboard;
        while (!board.Final);
        var wall = Stopwatch.GetElapsedTime(started);
        if (board.Coverage.Scored != instances) throw new InvalidOperationException($"{board.Coverage.Scored} of {instances} instances have a score; the figures would mean nothing.");
        return (wall, Cpu(system) - cpu, await CallsAsync(provider) - calls);
    }

    private static RunSpec Spec(int round) =>
        new() { Deployments = { Deployment }, Benchmarks = { new BenchmarkSelection { Benchmark = SyntheticMedQa.Benchmark(round), Data = DatasetChoice.Full } } };

    private static TimeSpan Cpu(Installation system) =>
        system.Processes.Values.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Process.ProcessorTime);

    private static string Memory(Installation system) => string.Join(", ", system.Processes.OrderBy(p => p.Key, StringComparer.Ordinal)
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value.Process.WorkingSet / 1048576.0:0}")));

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
}
