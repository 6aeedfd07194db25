using System.Globalization;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks.Direct;

/// <summary>The floor of the hot cache: Redis' own load generator.</summary>
internal static class RedisFloor
{
    /// <summary>GET of 400 bytes by 64 clients; null where redis-benchmark is not installed.</summary>
    public static async Task<LoadResult?> MeasureAsync(int port, TemporaryFolder folder)
    {
        var output = folder.File("redis-benchmark");
        try
        {
            using var benchmark = ChildProcess.Start(new ProgramStart("redis-benchmark",
                ["-p", port.ToString(CultureInfo.InvariantCulture), "-c", "64", "-n", "200000", "-d", "400", "-t", "get", "--csv"])
            { OutputFile = output, ErrorFile = output + ".err" });
            if (await benchmark.WaitAsync() != 0) return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        var row = (await File.ReadAllLinesAsync(output)).LastOrDefault(line => line.StartsWith("\"GET\"", StringComparison.Ordinal))?.Split(',').Select(cell => cell.Trim('"')).ToArray();
        return row is { Length: >= 7 } ? new LoadResult(Number(row[1]), Number(row[4]) * 1000, Number(row[6]) * 1000) : null;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
