using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>Puts figures and statistics together. Pure: the same run gives the same leaderboard, byte for byte.</summary>
internal sealed class LeaderboardBuilder(RunFigures run, EstimateStandingsResponse standings, AggregateResponse floors)
{
    private readonly Dictionary<CellKey, CellMean> means = ByCell(standings.Aggregates);
    private readonly Dictionary<CellKey, CellMean> floorMeans = ByCell(floors);
    private readonly Dictionary<CellKey, Estimate> intervals = standings.Cells.ToDictionary(cell => new CellKey(cell.Benchmark, cell.Model), cell => cell.Mean);
    private readonly Dictionary<string, ModelEstimate> estimates = standings.Models.ToDictionary(model => model.Model, StringComparer.Ordinal);
    private readonly Dictionary<string, BenchmarkPower> powers = standings.Benchmarks.ToDictionary(power => power.Benchmark, StringComparer.Ordinal);

    internal Leaderboard Build()
    {
        var models = run.Plan.Models.ToDictionary(m => m.Deployment, StringComparer.Ordinal);
        // Scoring sorts them: best win rate first.
        LeaderboardRow[] rows = [.. standings.Aggregates.Models.Select(standing => Row(models[standing.Model], standing))];
        var coverage = CoverageSum.Of([.. rows.Select(row => row.Coverage)]);
        var final = run.IsComplete;
        return new Leaderboard
        {
            Run = run.Plan.Run,
            Suite = run.Plan.Suite,
            Protocol = run.Plan.Protocol,
            PlanDigest = run.Plan.PlanDigest,
            Final = final,
            Columns = { run.Plan.Benchmarks.Zip(run.Metrics, Column) },
            Rows = { rows },
            Coverage = coverage,
            Cost = Cost(),
            Notices = { Notices.Of(run.Plan, rows, coverage, final, run.Pause), standings.Remarks },
            Resampling = standings.Resampling,
            Drawn = standings.Drawn,
        };
    }

    private static Dictionary<CellKey, CellMean> ByCell(AggregateResponse aggregates) =>
        aggregates.Cells.ToDictionary(cell => new CellKey(cell.Benchmark, cell.Model));

    private LeaderboardColumn Column(PlannedBenchmark benchmark, ColumnMetric metric)
    {
        var column = new LeaderboardColumn
        {
            Benchmark = benchmark.Benchmark,
            DisplayName = benchmark.DisplayName,
            Category = benchmark.Category,
            Subcategory = benchmark.Subcategory,
            Metric = metric.Name,
            MetricDisplayName = metric.DisplayName,
            RangeMin = metric.RangeMin,
            RangeMax = metric.RangeMax,
            Data = benchmark.Data,
            Instances = benchmark.Instances,
        };
        // Says that a jury rates here; what is known about it is added whenever the leaderboard is served.
        if (benchmark.Jury is not null) column.Trust = new TrustMark();
        if (powers.GetValueOrDefault(benchmark.Benchmark) is { HasMinimalDetectable: true } power) column.MinimalDetectable = power.MinimalDetectable;
        return column;
    }

    private LeaderboardRow Row(PlannedModel model, ModelAggregate standing)
    {
        LeaderboardCell[] cells = [.. run.Plan.Benchmarks.Select(benchmark => Cell(benchmark, model.Deployment))];
        var row = new LeaderboardRow
        {
            Model = model.Deployment,
            DisplayName = model.DisplayName,
            Baseline = model.Baseline,
            Replay = model.Replay,
            Cells = { cells },
            Coverage = CoverageSum.Of([.. cells.Select(cell => cell.Coverage)]),
            CandidateCostNanoUsd = run.Plan.Benchmarks.Sum(benchmark => run.Cell(benchmark, model.Deployment).CandidateCost),
            JuryCostNanoUsd = run.Plan.Benchmarks.Sum(benchmark => run.Cell(benchmark, model.Deployment).JuryCost),
        };
        if (run.Plan.Models.Count > 1 && estimates.TryGetValue(model.Deployment, out var estimate)) row.Standing = estimate;
        if (standing.HasWinRate) row.WinRate = standing.WinRate;
        if (standing.HasMacroAverage) row.MacroAverage = standing.MacroAverage;
        if (standing.HasMacroSd) row.MacroSd = standing.MacroSd;
        if (standing.HasWinSd) row.WinSd = standing.WinSd;
        row.Categories.Add(standing.Categories);
        return row;
    }

    private LeaderboardCell Cell(PlannedBenchmark benchmark, string model)
    {
        var key = new CellKey(benchmark.Benchmark, model);
        var cell = new LeaderboardCell { Benchmark = benchmark.Benchmark, Coverage = CoverageSum.Of(benchmark, run.Cell(benchmark, model)) };
        if (means.TryGetValue(key, out var mean))
        {
            cell.Score = mean.Mean;
            if (intervals.TryGetValue(key, out var interval)) cell.Interval = interval;
            cell.Subsets.Add(mean.Subsets.Select(s => new SubsetScore { Subset = s.Subset, Score = s.Mean, Scored = s.Scored }));
        }
        if (floorMeans.TryGetValue(key, out var floor)) cell.Floor = floor.Mean;
        else if (cell.HasScore) cell.Floor = cell.Score;
        return cell;
    }

    private RunCost Cost()
    {
        CellFigures[] cells = [.. run.Plan.Benchmarks.SelectMany(benchmark => run.Plan.Models.Select(model => run.Cell(benchmark, model.Deployment)))];
        return new RunCost
        {
            CandidatesNanoUsd = cells.Sum(cell => cell.CandidateCost),
            JuryNanoUsd = cells.Sum(cell => cell.JuryCost),
            ChargedNanoUsd = cells.Sum(cell => cell.Charged),
            ProviderCalls = cells.Sum(cell => cell.ProviderCalls),
            Reused = cells.Sum(cell => cell.Reused),
        };
    }
}
