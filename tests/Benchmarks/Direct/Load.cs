using System.Diagnostics;
using System.Text.Json;

namespace MedHelm.Benchmarks.Direct;

/// <summary>Keeps a number of calls open for a time, in a process of its own, and writes down what it saw.</summary>
internal static class Load
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <param name="connect">Gives a worker its call: the number of the question goes in.</param>
    /// <param name="inFlight">Workers, each with one call at a time.</param>
    /// <param name="time">How long is measured, after three seconds to warm up.</param>
    public static async Task<LoadResult> RunAsync(Func<Task<Func<int, Task>>> connect, int inFlight, TimeSpan time)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => connect()));
        await PhaseAsync(calls, WarmUp);
        var started = Stopwatch.GetTimestamp();
        var times = await PhaseAsync(calls, time);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sorted = times.SelectMany(worker => worker).Order().ToArray();
        return new LoadResult(sorted.Length / seconds, Microseconds(sorted[sorted.Length / 2]), Microseconds(sorted[(int)(sorted.Length * 0.99)]));
    }

    public static string Write(LoadResult result) => JsonSerializer.Serialize(result);

    public static LoadResult Read(string text) => JsonSerializer.Deserialize<LoadResult>(text) ?? throw new InvalidDataException("The load generator wrote nothing.");

    private static Task<List<long>[]> PhaseAsync(Func<int, Task>[] calls, TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(calls.Select((call, worker) => Task.Run(async () =>
        {
            var times = new List<long>(1 << 16);
            var started = Stopwatch.GetTimestamp();
            for (var i = worker; started < end; i += calls.Length)
            {
                await call(i % Questions.Count);
                var now = Stopwatch.GetTimestamp();
                times.Add(now - started);
                started = now;
            }
            return times;
        })));
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
