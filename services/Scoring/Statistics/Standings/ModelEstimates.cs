using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>The standings of the models: intervals of win rate and macro-average, rank intervals, tie groups.</summary>
internal sealed class ModelEstimates(
    CellGrid grid, ModelReplicates replicates, IReadOnlyList<PairedComparison> macroPairs, IReadOnlyList<PairedComparison> winPairs, ResamplingSettings settings)
{
    /// <param name="standings">In the order in which estimates are wanted: best first.</param>
    /// <param name="units">Independent units in all.</param>
    internal IEnumerable<ModelEstimate> Of(IReadOnlyList<ModelAggregate> standings, int units)
    {
        var places = grid.Models.Select((model, place) => (model, place)).ToDictionary(m => m.model, m => m.place, StringComparer.Ordinal);
        int[] byRank = [.. standings.Select(standing => places[standing.Model])];
        var ranks = new int[standings.Count];
        RankIntervals.Of([.. standings.Select(s => s.HasWinRate ? s.WinRate : double.NaN)], ranks);
        var intervals = new RankIntervals(replicates.WinRates, grid.Models.Length);
        var groups = TieGroups.Of(byRank, (best, other) => IsBetter(best, other, winPairs) || IsBetter(best, other, macroPairs));
        return standings.Select((standing, i) =>
        {
            var model = byRank[i];
            var (low, high) = intervals.Interval(model, settings.Tail);
            return new ModelEstimate
            {
                Model = standing.Model,
                WinRate = Interval(standing.HasWinRate ? standing.WinRate : double.NaN, replicates.WinRates, model, units),
                MacroAverage = Interval(standing.HasMacroAverage ? standing.MacroAverage : double.NaN, replicates.MacroAverages, model, units),
                Rank = ranks[i],
                RankLow = low,
                RankHigh = high,
                ProbabilityBest = intervals.ProbabilityBest(model),
                TieGroup = groups[i],
            };
        });
    }

    private Estimate Interval(double value, double[] drawn, int model, int units) => units < 2
        ? Estimates.WithoutInterval(value, settings.Level, units, Estimates.NeedsTwoUnits)
        : Bootstrap.Percentile(value, replicates.Of(drawn, model), settings, units);

    /// <summary>At half of what may be wrong, because either of two families can tell models apart.</summary>
    private bool IsBetter(int best, int other, IReadOnlyList<PairedComparison> family)
    {
        var comparison = family[Pairs.IndexOf(Math.Min(best, other), Math.Max(best, other), grid.Models.Length)];
        return comparison.Finding == (best < other ? Finding.FirstBetter : Finding.SecondBetter) && comparison.PHolm <= settings.Tail;
    }
}
