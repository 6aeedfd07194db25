using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// The standings of a table with their uncertainty. One set of resamples serves all models and statistics, so that differences keep what
/// models have in common. The same table and settings give the same numbers on any number of threads.
/// </summary>
internal sealed class StandingsEstimator
{
    private readonly EstimateStandingsRequest request;
    private readonly ResamplingSettings settings;
    private readonly ParallelWork work;
    private readonly AggregateResponse aggregates;
    private readonly CellGrid grid;
    private readonly ColumnValues[] columns;
    private readonly ResampledColumn[] resampled;
    private readonly PairSpread[][] spreads;
    private readonly (int First, int Second)[] pairs;
    private readonly Drawn drawn;

    private StandingsEstimator(EstimateStandingsRequest request, ResamplingSettings settings, ParallelWork work)
    {
        (this.request, this.settings, this.work) = (request, settings, work);
        aggregates = TableAggregates.Of(request.Table);
        grid = new CellGrid(request.Table, aggregates.Cells, aggregates.Conventions);
        columns = [.. request.Table.Columns.Select(column => new ColumnValues(column, grid.Models))];
        resampled = [.. columns.Select(column => new ResampledColumn(column))];
        pairs = [.. Pairs.Of(grid.Models.Length)];
        spreads = [.. columns.Select(column => pairs.Select(pair => PairSpread.Of(column, pair.First, pair.Second)).ToArray())];
        drawn = request.Drawn != Drawn.Unspecified ? request.Drawn : resampled.Any(c => c.MostUnits > 1) ? Drawn.Instances : Drawn.Benchmarks;
    }

    /// <param name="request">Checked before.</param>
    /// <param name="settings">Resamples, seed, level and method.</param>
    /// <param name="work">How it is spread over threads.</param>
    internal static EstimateStandingsResponse Estimate(EstimateStandingsRequest request, ResamplingSettings settings, ParallelWork work) =>
        new StandingsEstimator(request, settings, work).Estimate();

    private EstimateStandingsResponse Estimate()
    {
        var response = new EstimateStandingsResponse { Aggregates = aggregates, Resampling = settings.ToProto(), Drawn = drawn };
        if (grid.Models.Length == 0 || columns.Length == 0) return response;
        var byInstance = resampled.Any(c => c.MostUnits > 1);
        var cells = byInstance || drawn != Drawn.Benchmarks ? new CellReplicates(resampled, grid.Models.Length, settings, work) : null;
        var models = new ModelReplicates(grid, drawn == Drawn.Benchmarks ? null : cells, drawn != Drawn.Instances, settings, work);
        var wantsBenchmarkPairs = !request.WithoutBenchmarkPairs && byInstance;
        var instanceTests = wantsBenchmarkPairs || drawn == Drawn.Instances ? new InstanceTests(columns, spreads, grid, settings, work) : null;
        IOverallTests tests = drawn == Drawn.Instances ? instanceTests! : new BenchmarkTests(grid, settings, work);

        response.Cells.Add(Cells(cells));
        var overall = new OverallPairs(grid, models, tests, settings, work);
        response.Pairs.Add(overall.ByMacroAverage());
        response.WinRatePairs.Add(overall.ByWinRate());
        response.Models.Add(new ModelEstimates(grid, models, response.Pairs, response.WinRatePairs, settings).Of(aggregates.Models, drawn == Drawn.Instances ? columns.Sum(c => c.UnitCount) : columns.Length));
        if (wantsBenchmarkPairs) response.BenchmarkPairs.Add(new ColumnPairs(columns, spreads, grid, cells!, instanceTests!, settings, work).Of());
        response.Benchmarks.Add(columns.Select((column, c) => Power(column, spreads[c])));
        response.Remarks.Add(Remarks());
        return response;
    }

    private CellEstimate[] Cells(CellReplicates? replicates)
    {
        var models = grid.Models.Select((model, place) => (model, place)).ToDictionary(m => m.model, m => m.place, StringComparer.Ordinal);
        var benchmarks = columns.Select((column, place) => (column.Column.Benchmark, place)).ToDictionary(c => c.Benchmark, c => c.place, StringComparer.Ordinal);
        var intervals = new CellIntervals(columns, resampled, replicates, settings);
        var estimates = new CellEstimate[aggregates.Cells.Count];
        work.ForEach(estimates.Length, () => new double[settings.Resamples], (i, buffer) =>
        {
            var cell = aggregates.Cells[i];
            estimates[i] = new CellEstimate { Benchmark = cell.Benchmark, Model = cell.Model, Mean = intervals.Of(benchmarks[cell.Benchmark], models[cell.Model], cell.Mean, buffer) };
        });
        return estimates;
    }

    private BenchmarkPower Power(ColumnValues column, PairSpread[] spread)
    {
        double[] detectable = [.. spread.Where(s => s.Units > 1).Select(s => Comparison.DetectableDifference.Of(s.StandardError, settings.Level))];
        var power = new BenchmarkPower { Benchmark = column.Column.Benchmark, Pairs = detectable.Length };
        if (detectable.Length > 0) power.MinimalDetectable = Mean.Of(detectable);
        if (detectable.Length > 1) power.SdOverPairs = StandardDeviation.Of(detectable, Deviation.Sample);
        return power;
    }

    private IEnumerable<string> Remarks()
    {
        var apart = columns.Where(column => !column.Aligned).Select(column => column.Column.Benchmark).ToArray();
        if (apart.Length > 0)
            yield return $"It is not said which instances the values of {string.Join(", ", apart)} belong to, so models are not paired there; AggregateValues.positions says it.";
        if (drawn != Drawn.Instances && columns.Length < 6)
            yield return "With fewer than six benchmarks, drawing benchmarks can show no difference.";
    }
}
