using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Every pair of models over all benchmarks: a family by macro-average and a family by win rate.</summary>
internal sealed class OverallPairs(CellGrid grid, ModelReplicates replicates, IOverallTests tests, ResamplingSettings settings, ParallelWork work)
{
    internal PairedComparison[] ByMacroAverage()
    {
        var averages = new double[grid.Models.Length];
        MacroAverages.Compute(grid.Cells, grid.Scales, grid.Conventions.Rescaling, averages);
        return Family(averages, replicates.MacroAverages, tests.MacroP, tests.MacroDifference, tests.MacroError);
    }

    internal PairedComparison[] ByWinRate()
    {
        var rates = new double[grid.Models.Length];
        WinRates.Compute(grid.Cells, grid.Scales, grid.Conventions.WinRate, rates);
        // How much a win rate varies depends on all other models, so no single error tells what could be detected.
        return Family(rates, replicates.WinRates, tests.WinP, tests.WinDifference, _ => double.NaN);
    }

    private PairedComparison[] Family(double[] values, double[] drawnValues, Func<int, double> p, Func<int, double> tested, Func<int, double> error)
    {
        (int First, int Second)[] pairs = [.. Pairs.Of(grid.Models.Length)];
        var family = new PairedComparison[pairs.Length];
        work.ForEach(pairs.Length, i =>
        {
            var (first, second) = pairs[i];
            var comparison = family[i] = new PairedComparison
            {
                First = grid.Models[first],
                Second = grid.Models[second],
                Test = PairedTest.Permutation,
                Pairs = tests.Units(i),
                Difference = Bootstrap.Percentile(values[first] - values[second], replicates.Difference(drawnValues, first, second), settings, tests.Units(i)),
            };
            if (!double.IsNaN(p(i))) comparison.P = p(i);
            if (!double.IsNaN(error(i))) comparison.MinimalDetectable = DetectableDifference.Of(error(i), settings.Level);
        });
        // Rescaled means and win rates alike: more is better.
        Findings.Correct(family, settings.Level, tests.Units, _ => false);
        // The test rests on the benchmarks both models have, the difference on all that each has: where the two point apart, none is shown to be better.
        for (var i = 0; i < family.Length; i++)
            if (family[i].Finding is Finding.FirstBetter or Finding.SecondBetter && Math.Sign(tested(i)) != Math.Sign(family[i].Difference.Value)) family[i].Finding = Finding.Inconclusive;
        return family;
    }
}
