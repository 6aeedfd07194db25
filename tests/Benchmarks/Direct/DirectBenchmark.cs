using System.Globalization;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;

namespace MedHelm.Benchmarks.Direct;

/// <summary>
/// Answers from the cache, asked directly: how many in a second and how long each takes, beside what the machine can do at best
/// in the same minute. Every load generator is a process of its own on the same machine.
/// </summary>
internal static class DirectBenchmark
{
    private const int Many = 64;

    public static async Task<int> RunAsync(TimeSpan time)
    {
        using var folder = TemporaryFolder.Create("direct");
        await using var redis = await RedisAsync();
        using var ports = new Ports();
        await using var provider = await ServiceProcess.StartNewAsync(Start("FakeProvider", ports.Next(), "--urls") with { Readiness = ServiceReadiness.Connection });
        await using var echo = await ServiceProcess.StartNewAsync(Start("Benchmarks", ports.Next(), "echo") with { Readiness = ServiceReadiness.Connection });
        var deployments = WriteDeployments(folder, provider.Address);
        Directory.CreateDirectory(folder.File("data"));
        await using var together = await StandaloneInstallation.StartNewAsync(folder.File("data"), deployments);
        await using var apart = await SeparateInference.StartNewAsync(ports, folder, deployments, redis?.ConnectionString);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {Questions.Count} questions of about 100 words, all answered before; {time.TotalSeconds:0.#} s each"));
        Console.WriteLine($"{"",-64} {"in flight",9} {"calls/s",9} {"p50 us",8} {"p99 us",8}");
        if (redis is not null && await RedisFloor.MeasureAsync(redis.Port, folder) is { } floor) Print("redis-benchmark GET of 400 bytes", Many, floor);
        await MeasureAsync("gRPC floor: the same call with nothing behind it", LoadKinds.Grpc, echo.Address, Many);
        await MeasureAsync($"gRPC Complete, Inference in its own process{(redis is null ? "" : ", Redis")}", LoadKinds.Grpc, apart.Inference, Many);
        await MeasureAsync("gRPC Complete, everything in one process", LoadKinds.Grpc, together.Grpc, Many);
        await MeasureAsync("HTTP floor: the fake provider itself", LoadKinds.Http, provider.Address, Many);
        await MeasureAsync("/v1/chat/completions, everything in one process", LoadKinds.Http, together.Http, Many);
        await MeasureAsync("/v1/chat/completions, gateway and Inference processes", LoadKinds.Http, apart.Gateway, Many);
        var bare = await MeasureAsync("HTTP floor: the fake provider itself", LoadKinds.Http, provider.Address, 1);
        var one = await MeasureAsync("/v1/chat/completions, everything in one process", LoadKinds.Http, together.Http, 1);
        var two = await MeasureAsync("/v1/chat/completions, gateway and Inference processes", LoadKinds.Http, apart.Gateway, 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"added at one connection, p50: {one.P50Us - bare.P50Us:0} us in one process, {two.P50Us - bare.P50Us:0} us through the gateway process"));
        return 0;

        async Task<LoadResult> MeasureAsync(string what, string kind, Uri address, int inFlight)
        {
            var result = await GenerateAsync(folder, kind, address, inFlight, time);
            Print(what, inFlight, result);
            return result;
        }
    }

    private static void Print(string what, int inFlight, LoadResult result) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-64} {inFlight,9} {result.PerSecond,9:0} {result.P50Us,8:0} {result.P99Us,8:0}"));

    private static async Task<LoadResult> GenerateAsync(TemporaryFolder folder, string kind, Uri address, int inFlight, TimeSpan time)
    {
        var output = folder.File("load");
        File.Delete(output);
        using var generator = ChildProcess.Start(new ProgramStart(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                SolutionPaths.Program("Benchmarks"), "load", kind, address.AbsoluteUri,
                inFlight.ToString(CultureInfo.InvariantCulture), time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ])
        { OutputFile = output, ErrorFile = output + ".err" });
        return await generator.WaitAsync() == 0 ? Load.Read(await File.ReadAllTextAsync(output)) : throw new InvalidOperationException(generator.Describe());
    }

    private static ServiceStart Start(string program, Uri address, string argument) => new(SolutionPaths.Program(program), address) { Arguments = [argument, address.AbsoluteUri] };

    private static async Task<RedisServer?> RedisAsync()
    {
        try
        {
            return await RedisServer.StartNewAsync();
        }
        catch (ServerMissingException)
        {
            return null;
        }
    }

    private static string WriteDeployments(TemporaryFolder folder, Uri provider)
    {
        var file = folder.File("deployments.yaml");
        File.WriteAllText(file, $"deployments:\n  - {{id: {Questions.Deployment}, provider: openai, model: m, base_url: \"{provider}v1\", max_in_flight: 64, prices: {{input_usd_per_million: 1, output_usd_per_million: 1}}}}\n");
        return file;
    }
}
