using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>What a reader must know before using the numbers.</summary>
internal static class Notices
{
    // Below about this many, bootstrap intervals cover clearly less than they say.
    private const int Few = 20;

    internal static IEnumerable<string> Of(RunPlan plan, IReadOnlyList<LeaderboardRow> rows, Coverage coverage, bool final, RunPause? pause)
    {
        if (!final) yield return pause is null ? "The run is under way: numbers still change." : OfPause(pause);
        if (plan.Protocol == "medhelm")
            yield return "Protocol medhelm: reproduces HELM's way of running the benchmarks, its known defects included; not comparable with scores under protocol corrected.";
        foreach (var notice in OfJury(plan)) yield return notice;
        if (Names(plan.Models.Where(m => m.Baseline).Select(m => m.Deployment)) is { } baselines)
            yield return $"Baseline rules, not language models: {baselines}.";
        if (Names(plan.Models.Where(m => m.Replay).Select(m => m.Deployment)) is { } replayed)
            yield return $"Answers replayed from recordings made earlier, with other prompts perhaps: {replayed}.";
        if (Names(plan.Benchmarks.Where(b => b.Data == DatasetChoice.Sample).Select(b => b.Benchmark)) is { } samples)
            yield return $"Run on the small samples that come with the benchmarks, whose scores say nothing about models: {samples}.";
        if (plan.Benchmarks.Select(b => b.Data == DatasetChoice.Sample).Distinct().Count() == 2)
            yield return "Some benchmarks ran on their full data and some on samples, and win rate and macro-average mix them: rank models by benchmarks on full data only.";
        if (Names(plan.Benchmarks.Where(b => b.Subsets.Count > 0).Select(b => b.Benchmark)) is { } divided)
            yield return $"The score is the plain mean of the sub-runs' means, whatever their sizes: {divided}.";
        if (final)
            foreach (var notice in OfEmptyCells(rows)) yield return notice;
        if (plan.Benchmarks.Sum(b => b.CutInstances) is > 0 and var cut)
            yield return string.Create(CultureInfo.InvariantCulture, $"{cut} instances had their long text cut to fit ({Names(plan.Benchmarks.Where(b => b.CutInstances > 0).Select(b => b.Benchmark))}); each instance says how much.");
        if (coverage.Abstentions > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"The jury was incomplete: {coverage.Abstentions} juror calls ended without a valid verdict, so some jury scores rest on fewer jurors than others; compare them with care. ListVerdicts has the reasons.");
        if (final && coverage.Incomplete)
            yield return string.Create(CultureInfo.InvariantCulture, $"{coverage.Planned - coverage.Scored} of {coverage.Planned} planned instances have no score; means are over the others, and coverage says why.");
        if (final && OfTies(rows) is { } ties) yield return ties;
        if (Names(plan.Benchmarks.Where(b => b.Data != DatasetChoice.Sample && IsFew(b.Benchmark, rows)).Select(b => b.Benchmark)) is { } few)
            yield return $"Intervals that rest on fewer than {Few.ToString(CultureInfo.InvariantCulture)} independent instances tend to be too narrow: {few}.";
        if (plan.Models.Count < 2) yield return "With one model there is no win rate.";
    }

    private static bool IsFew(string benchmark, IReadOnlyList<LeaderboardRow> rows) =>
        rows.SelectMany(row => row.Cells).Any(cell => cell.Benchmark == benchmark && cell.Interval is { HasLow: true, Units: < Few });

    private static string? OfTies(IReadOnlyList<LeaderboardRow> rows)
    {
        string[] first = [.. rows.Where(row => row.Standing?.TieGroup == 1).Select(row => row.Model)];
        if (first.Length < 2) return null;
        return first.Length == rows.Count
            ? $"Of no model is it shown that {first[0]}, which ranks first, is better: the ranks may be chance."
            : $"The first {first.Length.ToString(CultureInfo.InvariantCulture)} models share a tie group: of none of {string.Join(", ", first.Skip(1))} is it shown that {first[0]} is better.";
    }

    private static string OfPause(RunPause pause) =>
        $"The run is paused: budget {pause.Budget} had {Usd(pause.AvailableNanoUsd)} free when a call was refused that may cost {Usd(pause.NeededNanoUsd)}. Numbers are of what was answered before and will change; the run goes on by itself once the budget has room.";

    private static string Usd(long nanoUsd) => (nanoUsd / 1_000_000_000m).ToString("$0.00#######;-$0.00#######", CultureInfo.InvariantCulture);

    // A model that answers nothing usable on a hard benchmark would look better for it.
    private static IEnumerable<string> OfEmptyCells(IReadOnlyList<LeaderboardRow> rows) =>
        rows.Select(row => (row.Model, Missing: Names(row.Cells.Where(cell => !cell.HasScore).Select(cell => cell.Benchmark))))
            .Where(row => row.Missing is not null)
            .OrderBy(row => row.Model, StringComparer.Ordinal)
            .Select(row => $"{row.Model} has no score at all on {row.Missing}: its win rate and macro-average leave that out.");

    private static IEnumerable<string> OfJury(RunPlan plan)
    {
        Juror[] jurors = [.. plan.Benchmarks.Where(b => b.Jury is not null).SelectMany(b => b.Jury.Jurors)];
        if (Names(jurors.Where(j => j.Baseline).Select(j => j.Deployment)) is not { } baselines) yield break;
        yield return jurors.All(j => j.Baseline)
            ? $"Jury ratings come from baseline rules, not from language models ({baselines}): they do not measure the quality of answers."
            : $"Some jury ratings come from baseline rules, not from language models: {baselines}.";
    }

    /// <summary>Null when there are none.</summary>
    private static string? Names(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.Length == 0 ? null : string.Join(", ", sorted);
    }
}
