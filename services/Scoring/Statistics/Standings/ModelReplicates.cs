using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Win rates and macro-averages of every resample.</summary>
internal sealed class ModelReplicates
{
    private readonly int models;

    /// <param name="grid">The table as it is.</param>
    /// <param name="cells">Cells with their instances drawn again; null to keep every cell as it is.</param>
    /// <param name="benchmarks">True to draw the benchmarks too.</param>
    /// <param name="settings">Resamples and seed.</param>
    /// <param name="work">How it is spread over threads.</param>
    internal ModelReplicates(CellGrid grid, CellReplicates? cells, bool benchmarks, ResamplingSettings settings, ParallelWork work)
    {
        models = grid.Models.Length;
        var columns = grid.Scales.Length;
        WinRates = new double[settings.Resamples * models];
        MacroAverages = new double[settings.Resamples * models];
        work.ForEach(settings.Resamples, () => new Space(columns, models), (resample, space) =>
        {
            var random = new RandomStream(settings.Seed, Purposes.Benchmarks, (ulong)resample);
            for (var c = 0; c < columns; c++)
            {
                var from = benchmarks ? random.Next(columns) : c;
                space.Scales[c] = grid.Scales[from];
                var into = space.Cells.AsSpan(c * models, models);
                if (cells is null) grid.Cells.AsSpan(from * models, models).CopyTo(into);
                else cells.Of(from, resample).CopyTo(into);
            }
            // The grid has the rule applied; what is drawn again has not.
            if (cells is not null) MissingCellRule.Apply(space.Cells, space.Scales, models, grid.Conventions.MissingCells);
            Aggregates.WinRates.Compute(space.Cells, space.Scales, grid.Conventions.WinRate, WinRates.AsSpan(resample * models, models));
            Aggregates.MacroAverages.Compute(space.Cells, space.Scales, grid.Conventions.Rescaling, MacroAverages.AsSpan(resample * models, models));
        });
    }

    /// <summary>Resample after resample, a win rate for each model.</summary>
    internal double[] WinRates { get; }

    /// <summary>Resample after resample, a macro-average for each model.</summary>
    internal double[] MacroAverages { get; }

    /// <summary>One model in every resample.</summary>
    internal double[] Of(double[] replicates, int model)
    {
        var values = new double[replicates.Length / models];
        for (var r = 0; r < values.Length; r++) values[r] = replicates[r * models + model];
        return values;
    }

    /// <summary>The difference of two models in every resample.</summary>
    internal double[] Difference(double[] replicates, int first, int second)
    {
        var values = new double[replicates.Length / models];
        for (var r = 0; r < values.Length; r++) values[r] = replicates[r * models + first] - replicates[r * models + second];
        return values;
    }

    private sealed class Space(int columns, int models)
    {
        internal double[] Cells { get; } = new double[columns * models];

        internal ColumnScale[] Scales { get; } = new ColumnScale[columns];
    }
}
