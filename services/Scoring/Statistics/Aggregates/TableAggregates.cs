using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// The aggregates of a table of models by benchmarks: <see cref="CellMeans"/>, and for each model <see cref="WinRates"/>,
/// <see cref="WinDeviations"/>, <see cref="MacroAverages"/> and <see cref="GroupMeans"/> over them, with what they rest on.
/// </summary>
internal static class TableAggregates
{
    internal static AggregateResponse Of(AggregateRequest table)
    {
        var conventions = AppliedConventions.Of(table.Conventions);
        var response = new AggregateResponse { Conventions = conventions };
        response.Cells.Add(table.Columns.SelectMany(column => column.Models.Select(model => CellMeans.Of(column, model, conventions.Rescaling))).OfType<CellMean>());
        response.Models.Add(Models(table, new CellGrid(table, response.Cells, conventions))
            .OrderByDescending(m => m.HasWinRate ? m.WinRate : double.NegativeInfinity)
            .ThenByDescending(m => m.HasMacroAverage ? m.MacroAverage : double.NegativeInfinity)
            .ThenBy(m => m.Model, StringComparer.Ordinal));
        return response;
    }

    private static List<ModelAggregate> Models(AggregateRequest table, CellGrid grid)
    {
        var conventions = grid.Conventions;
        var (winRates, winDeviations) = (new double[grid.Models.Length], new double[grid.Models.Length]);
        var (averages, deviations) = (new double[grid.Models.Length], new double[grid.Models.Length]);
        WinRates.Compute(grid.Cells, grid.Scales, conventions.WinRate, winRates);
        WinDeviations.Compute(grid.Cells, grid.Scales, conventions.WinSd, conventions.WinSdDivisor, winDeviations);
        MacroAverages.Compute(grid.Cells, grid.Scales, conventions.Rescaling, averages);
        MacroAverages.ComputeDeviations(grid.Cells, grid.Scales, conventions.Rescaling, conventions.MacroSdDivisor, deviations);

        var groups = new GroupMeans(table, grid);
        var values = table.Columns.SelectMany(column => column.Models).ToLookup(model => model.Model, StringComparer.Ordinal);
        var models = new List<ModelAggregate>(grid.Models.Length);
        for (var m = 0; m < grid.Models.Length; m++)
        {
            var own = values[grid.Models[m]];
            var aggregate = new ModelAggregate
            {
                Model = grid.Models[m],
                Benchmarks = Enumerable.Range(0, grid.Scales.Length).Count(column => grid.Counts(column, m)),
                Categories = { groups.Categories(m) },
                Subcategories = { groups.Subcategories(m) },
                Planned = own.Sum(CellMeans.Planned),
                Scored = own.Sum(model => (long)model.Values.Count),
                Unscored = { UnscoredSums.Of(own.SelectMany(model => model.Unscored)) },
            };
            if (!double.IsNaN(winRates[m])) aggregate.WinRate = winRates[m];
            if (!double.IsNaN(winDeviations[m])) aggregate.WinSd = winDeviations[m];
            if (!double.IsNaN(averages[m])) aggregate.MacroAverage = averages[m];
            if (!double.IsNaN(deviations[m])) aggregate.MacroSd = deviations[m];
            models.Add(aggregate);
        }
        return models;
    }
}
