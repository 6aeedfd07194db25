namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Ranks by win rate with the interval of their bootstrap distribution (Goldstein and Spiegelhalter 1996). A rank is one more than the
/// number of models with a higher win rate, so models with the same share the better rank.
/// </summary>
internal sealed class RankIntervals
{
    // Win rates are sums of fractions; what differs by less is the same.
    private const double Same = 1e-12;

    private readonly int[][] counts;
    private readonly double[] best;
    private readonly int resamples;

    /// <param name="winRates">Resample after resample, one for each model.</param>
    /// <param name="models">How many models.</param>
    internal RankIntervals(double[] winRates, int models)
    {
        resamples = winRates.Length / models;
        counts = [.. Enumerable.Range(0, models).Select(_ => new int[models + 1])];
        best = new double[models];
        var ranks = new int[models];
        for (var r = 0; r < resamples; r++)
        {
            Of(winRates.AsSpan(r * models, models), ranks);
            var leaders = ranks.Count(rank => rank == 1);
            for (var m = 0; m < models; m++)
            {
                counts[m][ranks[m]]++;
                if (ranks[m] == 1) best[m] += 1.0 / leaders;
            }
        }
    }

    /// <summary>The ranks of one set of win rates; an undefined win rate ranks last.</summary>
    internal static void Of(ReadOnlySpan<double> winRates, Span<int> ranks)
    {
        for (var m = 0; m < winRates.Length; m++)
        {
            var rank = 1;
            foreach (var other in winRates)
                if (other > winRates[m] + Same || (double.IsNaN(winRates[m]) && !double.IsNaN(other))) rank++;
            ranks[m] = rank;
        }
    }

    /// <summary>Share of resamples in which the model ranks first, shared evenly among ties.</summary>
    internal double ProbabilityBest(int model) => resamples == 0 ? 0 : best[model] / resamples;

    /// <summary>The smallest ranks that at least the tail, and at least all but the tail, of the resamples do not exceed.</summary>
    internal (int Low, int High) Interval(int model, double tail)
    {
        var (low, high, seen) = (0, 0, 0);
        for (var rank = 1; rank < counts[model].Length && high == 0; rank++)
        {
            seen += counts[model][rank];
            if (low == 0 && seen > 0 && seen >= tail * resamples) low = rank;
            if (seen >= (1 - tail) * resamples) high = rank;
        }
        return (low, high);
    }
}
