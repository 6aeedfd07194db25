using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>The cell means of every resample of the instances, column by column.</summary>
internal sealed class CellReplicates
{
    private readonly double[][] byColumn;
    private readonly int models;

    /// <param name="columns">The columns of the table.</param>
    /// <param name="models">How many models the table has.</param>
    /// <param name="settings">Resamples and seed.</param>
    /// <param name="work">How it is spread over threads.</param>
    internal CellReplicates(IReadOnlyList<ResampledColumn> columns, int models, ResamplingSettings settings, ParallelWork work)
    {
        this.models = models;
        byColumn = [.. columns.Select(_ => new double[settings.Resamples * models])];
        var units = columns.Max(c => c.MostUnits);
        var stride = columns.Max(c => c.WidestRow);
        // Column by column, so that a column's rows stay in the processor's cache.
        for (var c = 0; c < columns.Count; c++)
        {
            var (column, means, purpose) = (columns[c], byColumn[c], Purposes.Cells(columns[c].Benchmark));
            work.ForEach(settings.Resamples, () => new Workspace(units, stride, models), (resample, space) =>
            {
                var random = new RandomStream(settings.Seed, purpose, (ulong)resample);
                column.Draw(ref random, space, means.AsSpan(resample * models, models));
            });
        }
    }

    /// <summary>The means of all models in one column of one resample.</summary>
    internal ReadOnlySpan<double> Of(int column, int resample) => byColumn[column].AsSpan(resample * models, models);

    /// <summary>One cell in every resample.</summary>
    internal void Cell(int column, int model, double[] into)
    {
        for (var r = 0; r < into.Length; r++) into[r] = byColumn[column][r * models + model];
    }

    /// <summary>The difference of two cells in every resample.</summary>
    internal void Difference(int column, int first, int second, double[] into)
    {
        for (var r = 0; r < into.Length; r++) into[r] = byColumn[column][r * models + first] - byColumn[column][r * models + second];
    }
}
