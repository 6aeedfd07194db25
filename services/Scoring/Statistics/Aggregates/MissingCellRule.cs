using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>What a missing cell does to the statistics over columns. HELM, and so MedHELM, skips it.</summary>
internal static class MissingCellRule
{
    /// <summary>Puts the worst value of the range in place of missing cells, or empties every column that lacks one, or leaves them.</summary>
    /// <param name="cells">As in <see cref="WinRates"/>; changed in place.</param>
    /// <param name="columns">One scale for each column.</param>
    /// <param name="models">How many models there are.</param>
    /// <param name="rule">Anything but worst and left out means skipped.</param>
    internal static void Apply(Span<double> cells, ReadOnlySpan<ColumnScale> columns, int models, MissingCells rule)
    {
        if (rule is not (MissingCells.Worst or MissingCells.BenchmarkLeftOut)) return;
        for (var c = 0; c < columns.Length; c++)
        {
            var column = cells.Slice(c * models, models);
            var missing = false;
            for (var model = 0; model < models; model++)
            {
                if (!double.IsNaN(column[model])) continue;
                missing = true;
                if (rule == MissingCells.Worst) column[model] = columns[c].Worst;
            }
            if (missing && rule == MissingCells.BenchmarkLeftOut) column.Fill(double.NaN);
        }
    }
}
