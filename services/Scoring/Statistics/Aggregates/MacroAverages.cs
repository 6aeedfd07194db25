using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// Macro-average: plain mean over columns of the rescaled means, every column weighing the same however many instances it has, and
/// its standard deviation over columns (MedHELM: Bedi et al. 2025). From 0 to 1 where every mean lies in its range.
/// </summary>
internal static class MacroAverages
{
    private const int ColumnsOnStack = 256;

    /// <summary>The macro-average of each model; NaN without a cell.</summary>
    /// <param name="cells">As in <see cref="WinRates"/>.</param>
    /// <param name="columns">One scale for each column.</param>
    /// <param name="rescaling">How means come to 0..1.</param>
    /// <param name="averages">Takes one for each model; its length is the number of models.</param>
    internal static void Compute(ReadOnlySpan<double> cells, ReadOnlySpan<ColumnScale> columns, Rescaling rescaling, Span<double> averages)
    {
        Span<double> own = columns.Length <= ColumnsOnStack ? stackalloc double[columns.Length] : new double[columns.Length];
        for (var model = 0; model < averages.Length; model++)
            averages[model] = Mean.Of(own[..Rescaled(cells, columns, rescaling, model, averages.Length, own)]);
    }

    /// <summary>The standard deviations over columns; NaN where they are undefined.</summary>
    internal static void ComputeDeviations(ReadOnlySpan<double> cells, ReadOnlySpan<ColumnScale> columns, Rescaling rescaling, Deviation divisor, Span<double> deviations)
    {
        Span<double> own = columns.Length <= ColumnsOnStack ? stackalloc double[columns.Length] : new double[columns.Length];
        for (var model = 0; model < deviations.Length; model++)
            deviations[model] = StandardDeviation.Of(own[..Rescaled(cells, columns, rescaling, model, deviations.Length, own)], divisor);
    }

    private static int Rescaled(ReadOnlySpan<double> cells, ReadOnlySpan<ColumnScale> columns, Rescaling rescaling, int model, int models, Span<double> own)
    {
        var count = 0;
        for (var c = 0; c < columns.Length; c++)
            if (cells[c * models + model] is var mean && !double.IsNaN(mean)) own[count++] = columns[c].Rescale(mean, rescaling);
        return count;
    }
}
