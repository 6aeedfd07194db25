using System.Runtime.CompilerServices;
using MedHelm.Scoring.Statistics.Aggregates;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>What a paired difference on one benchmark means for the differences over all benchmarks.</summary>
internal sealed class Exchange
{
    private readonly CellGrid grid;
    private readonly int column;
    private readonly double[] observed;
    private readonly (int First, int Second)[] pairs;
    private readonly bool[] usable;

    internal Exchange(ColumnValues values, CellGrid grid, int column, double[] observed, (int First, int Second)[] pairs)
    {
        (this.grid, this.column, this.observed, this.pairs) = (grid, column, observed, pairs);
        usable = [.. pairs.Select(pair => grid.Counts(column, pair.First) && grid.Counts(column, pair.Second) && values.Common(pair.First, pair.Second).Length > 0)];
    }

    internal bool Usable(int pair) => usable[pair];

    /// <summary>What one of the metric's units is after rescaling.</summary>
    internal double Scale => grid.Scales[column].Unit(grid.Conventions.Rescaling);

    /// <summary>Adds the column's part in the differences of macro-averages and win rates, had the pairs these differences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(ReadOnlySpan<double> differences, Span<double> macro, Span<double> wins)
    {
        var scale = grid.Scales[column];
        var cells = grid.Cells.AsSpan(column * grid.Models.Length, grid.Models.Length);
        var unit = Scale;
        for (var p = 0; p < pairs.Length; p++)
        {
            if (!usable[p]) continue;
            macro[p] += differences[p] * unit;
            var (first, second) = pairs[p];
            // The two move towards each other, or past each other, by what the exchange takes from their difference.
            var moved = (observed[p] - differences[p]) / 2;
            wins[p] += WinShares.Difference(cells, scale.LowerIsBetter, grid.Conventions.WinRate, (first, Moved(cells[first], -moved)), (second, Moved(cells[second], moved)));
        }
    }

    /// <summary>What comes to 0 but for rounding is 0, because nothing else could tie with it.</summary>
    private static double Moved(double mean, double by) => Math.Abs(mean + by) <= WinRates.Rounding * Math.Abs(by) ? 0 : mean + by;
}
