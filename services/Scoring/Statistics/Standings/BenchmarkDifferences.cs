using MedHelm.Scoring.Statistics.Aggregates;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>What each benchmark has to say on each pair: the difference of the rescaled means, and of the shares of models beaten.</summary>
internal sealed class BenchmarkDifferences
{
    private readonly int pairs;

    internal BenchmarkDifferences(CellGrid grid)
    {
        (int First, int Second)[] all = [.. Pairs.Of(grid.Models.Length)];
        pairs = all.Length;
        Used = new int[pairs];
        Rounding = new double[pairs];
        Macro = new double[grid.Scales.Length * pairs];
        Wins = new double[grid.Scales.Length * pairs];
        for (var c = 0; c < grid.Scales.Length; c++)
        {
            var cells = grid.Cells.AsSpan(c * grid.Models.Length, grid.Models.Length);
            for (var p = 0; p < pairs; p++)
            {
                var (first, second) = all[p];
                if (!grid.Counts(c, first) || !grid.Counts(c, second)) continue;
                Used[p]++;
                Macro[c * pairs + p] = grid.Rescaled(c, first) - grid.Rescaled(c, second);
                Rounding[p] += WinRates.Rounding * Math.Max(Math.Abs(grid.Rescaled(c, first)), Math.Abs(grid.Rescaled(c, second)));
                Wins[c * pairs + p] = WinShares.Difference(cells, grid.Scales[c].LowerIsBetter, grid.Conventions.WinRate, (first, cells[first]), (second, cells[second]));
            }
        }
    }

    /// <summary>Benchmarks that both models of a pair have.</summary>
    internal int[] Used { get; }

    /// <summary>What of a pair's sum of <see cref="Macro"/> may be rounding.</summary>
    internal double[] Rounding { get; }

    /// <summary>Benchmark after benchmark, one for each pair; 0 where one of the two has no cell.</summary>
    internal double[] Macro { get; }

    /// <summary>As <see cref="Macro"/>.</summary>
    internal double[] Wins { get; }

    /// <summary>The sum over benchmarks, by pair.</summary>
    /// <param name="parts">Macro or wins.</param>
    /// <param name="signs">Of each benchmark; null for all positive.</param>
    internal double[] Sum(double[] parts, double[]? signs)
    {
        var sums = new double[pairs];
        for (var at = 0; at < parts.Length; at += pairs)
        {
            var sign = signs?[at / pairs] ?? 1;
            for (var p = 0; p < pairs; p++) sums[p] += sign * parts[at + p];
        }
        return sums;
    }

    /// <summary>The population standard error of each pair's mean rescaled difference over its benchmarks; NaN below two.</summary>
    internal double[] MacroErrors()
    {
        var (sums, squares) = (Sum(Macro, null), Sum([.. Macro.Select(d => d * d)], null));
        // Benchmarks that a pair does not have add nothing to either sum.
        return [.. Used.Select((n, p) => n < 2 ? double.NaN : Math.Sqrt(Math.Max(0, squares[p] / n - sums[p] / n * (sums[p] / n)) / n))];
    }
}
