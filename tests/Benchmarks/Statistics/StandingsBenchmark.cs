using System.Diagnostics;
using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;

namespace MedHelm.Benchmarks.Statistics;

/// <summary>Intervals, rank intervals and all corrected pairs of a leaderboard, and the same work in numpy where it is installed.</summary>
internal static class StandingsBenchmark
{
    internal static async Task<int> RunAsync(int models, int benchmarks, int instances, int resamples, int rounds)
    {
        var request = new EstimateStandingsRequest { Table = SyntheticTable.Of(models, benchmarks, instances) };
        var settings = ResamplingSettings.Default with { Resamples = resamples };
        Print($"{models} models x {benchmarks} benchmarks x {instances} instances, {resamples} resamples, {Environment.ProcessorCount} processors");
        for (var round = 0; round < rounds; round++)
        {
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var processor = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var standings = StandingsEstimator.Estimate(request, settings, new ParallelWork(Environment.ProcessorCount, CancellationToken.None));
            var wall = clock.Elapsed;
            using var process = Process.GetCurrentProcess();
            Print($"  {wall.TotalSeconds:F2} s, {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F2} CPU s, {(GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6:F0} MB allocated, {process.PeakWorkingSet64 / 1e6:F0} MB resident at most");
            if (round == 0) Print($"  ({standings.Cells.Count} cells, {standings.Models.Count} models, {standings.Pairs.Count + standings.WinRatePairs.Count} pairs over all, {standings.BenchmarkPairs.Count} on benchmarks)");
        }
        return await NumpyStandings.RunAsync(request.Table, resamples);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
