using System.Collections.Concurrent;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Reporting.Leaderboards;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Runs;

/// <summary>
/// Fixes the leaderboard of a completed run once everything about it is recorded. Events of different kinds overtake each other, so
/// whoever records the last one does it.
/// </summary>
internal sealed class RunCompletion(LeaderboardStore leaderboards, FigureStore figures, RunPlans plans, LeaderboardReader reader)
{
    // A complete cell stays complete: each is counted anew only until then.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<CellKey, bool>> completeCells = new(StringComparer.Ordinal);

    /// <summary>Call after recording something. Does nothing while the run is under way or when its leaderboard is fixed.</summary>
    internal async Task TryFinishAsync(string run, CancellationToken cancel)
    {
        if (!await leaderboards.IsDueAsync(run, cancel)) return;
        var plan = await plans.GetAsync(run, cancel);
        var complete = completeCells.GetOrAdd(run, _ => new());
        foreach (var benchmark in plan.Benchmarks)
            foreach (var model in plan.Models)
                if (!await IsCompleteAsync(run, benchmark, model.Deployment, complete, cancel)) return;
        await reader.GetAsync(run, cancel);
        completeCells.TryRemove(run, out _);
    }

    private async Task<bool> IsCompleteAsync(
        string run, PlannedBenchmark benchmark, string candidate, ConcurrentDictionary<CellKey, bool> complete, CancellationToken cancel)
    {
        var cell = new CellKey(benchmark.Benchmark, candidate);
        if (complete.ContainsKey(cell)) return true;
        var counts = await figures.CountAsync(run, cell, cancel);
        if (!counts.IsComplete(benchmark.Instances, benchmark.Jury is not null)) return false;
        complete[cell] = true;
        return true;
    }
}
