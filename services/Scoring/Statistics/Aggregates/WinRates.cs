using System.Runtime.CompilerServices;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// Win rate by HELM's summarize rule (Liang et al. 2023, "Holistic Evaluation of Language Models"): on a column with at least two
/// cells, the share of the other models that are strictly worse, ties counted by convention; for a model, the mean over the columns
/// where it has a cell. From 0 to 1. MedHELM publishes it with ties counting half.
/// </summary>
internal static class WinRates
{
    /// <summary>Means closer than this share of the larger one differ by rounding only, as 0.1 + 0.2 and 0.3 do.</summary>
    internal const double Rounding = 1e-12;

    private const int ModelsOnStack = 256;

    /// <summary>The win rate of each model; NaN where no column has a cell of it and of at least one other.</summary>
    /// <param name="cells">Means, column by column: that of model m in column c at c x models + m; NaN where there is none.</param>
    /// <param name="columns">One scale for each column.</param>
    /// <param name="convention">Anything but strict and at least means that ties count half.</param>
    /// <param name="rates">Takes one win rate for each model; its length is the number of models.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compute(ReadOnlySpan<double> cells, ReadOnlySpan<ColumnScale> columns, WinConvention convention, Span<double> rates)
    {
        var models = rates.Length;
        // Half wins by number of opponents: whole numbers, so that the order of the columns cannot change the sum.
        Span<long> halves = models <= ModelsOnStack ? stackalloc long[models] : new long[models];
        for (var model = 0; model < models; model++)
        {
            halves.Clear();
            var counted = 0;
            for (var c = 0; c < columns.Length; c++)
            {
                var column = cells.Slice(c * models, models);
                if (double.IsNaN(column[model])) continue;
                var (won, opponents) = HalfWins(column, model, columns[c].LowerIsBetter, convention);
                if (opponents == 0) continue;
                halves[opponents] += won;
                counted++;
            }
            rates[model] = counted == 0 ? double.NaN : MeanShare(halves, counted);
        }
    }

    /// <summary>Two for a win, by convention none to two for a tie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Halves(double own, double other, bool lowerIsBetter, WinConvention convention)
    {
        if (Math.Abs(own - other) > Rounding * Math.Max(Math.Abs(own), Math.Abs(other))) return own > other != lowerIsBetter ? 2 : 0;
        return convention switch { WinConvention.Strict => 0, WinConvention.AtLeast => 2, _ => 1 };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int HalfWins, int Opponents) HalfWins(ReadOnlySpan<double> column, int model, bool lowerIsBetter, WinConvention convention)
    {
        var (won, opponents) = (0, 0);
        for (var other = 0; other < column.Length; other++)
        {
            if (other == model || double.IsNaN(column[other])) continue;
            opponents++;
            won += Halves(column[model], column[other], lowerIsBetter, convention);
        }
        return (won, opponents);
    }

    private static double MeanShare(ReadOnlySpan<long> halves, int columns)
    {
        var sum = 0.0;
        for (var opponents = 1; opponents < halves.Length; opponents++)
            if (halves[opponents] > 0) sum += halves[opponents] / (2.0 * opponents);
        return sum / columns;
    }
}
