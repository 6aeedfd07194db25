using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics;

/// <summary>
/// The aggregates of a table of models by benchmarks, by MedHELM's definitions: plain cell means (of the sub-runs' means where there are
/// sub-runs); cell means rescaled to 0..1 by
/// the metric's range; per model the plain mean and sample SD of the rescaled means over benchmarks (every benchmark weighs
/// the same, however many instances it has); and the <see cref="WinRate"/>.
/// </summary>
internal static class Standings
{
    internal static AggregateResponse Of(AggregateRequest table)
    {
        var response = new AggregateResponse();
        var models = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            var cells = new List<KeyValuePair<string, double>>();
            foreach (var model in column.Models)
            {
                if (!models.TryGetValue(model.Model, out var row)) models[model.Model] = row = new Row([], []);
                if (model.Values.Count == 0) continue;
                var subsets = SubsetMeans.Of(model);
                var mean = subsets.Count > 0 ? Mean.Of([.. subsets.Select(s => s.Mean)]) : Mean.Of(model.Values);
                var rescaled = (mean - column.RangeMin) / (column.RangeMax - column.RangeMin);
                cells.Add(new(model.Model, mean));
                row.Rescaled.Add(rescaled);
                response.Cells.Add(new CellMean { Benchmark = column.Benchmark, Model = model.Model, Mean = mean, Rescaled = rescaled, Scored = model.Values.Count, Subsets = { subsets } });
            }
            foreach (var (model, share) in WinRate.OnBenchmark(column.Direction, cells)) models[model].WinShares.Add(share);
        }
        response.Models.Add(models.Select(m => m.Value.Aggregate(m.Key))
            .OrderByDescending(m => m.HasWinRate ? m.WinRate : double.NegativeInfinity)
            .ThenByDescending(m => m.HasMacroAverage ? m.MacroAverage : double.NegativeInfinity)
            .ThenBy(m => m.Model, StringComparer.Ordinal));
        return response;
    }

    /// <summary>What one model has on each benchmark.</summary>
    private sealed record Row(List<double> Rescaled, List<double> WinShares)
    {
        internal ModelAggregate Aggregate(string model)
        {
            var aggregate = new ModelAggregate { Model = model, Benchmarks = Rescaled.Count };
            if (WinShares.Count > 0) aggregate.WinRate = Mean.Of(WinShares);
            if (Rescaled.Count > 0) aggregate.MacroAverage = Mean.Of(Rescaled);
            if (SampleDeviation.Of(Rescaled) is { } deviation) aggregate.MacroSd = deviation;
            return aggregate;
        }
    }
}
