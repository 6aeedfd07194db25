namespace MedHelm.Scoring.Statistics.Distributions;

/// <summary>The exact interval of a share (Clopper and Pearson 1934), by quantiles of F.</summary>
internal static class ClopperPearson
{
    /// <summary>The lower end that the true share is below with at most the probability <paramref name="tail"/>.</summary>
    internal static double Low(int successes, int trials, double tail)
    {
        if (successes == 0) return 0;
        var f = FDistribution.UpperQuantile(1 - tail, 2.0 * successes, 2.0 * (trials - successes + 1));
        return successes * f / (trials - successes + 1 + successes * f);
    }

    /// <summary>The upper end, likewise.</summary>
    internal static double High(int successes, int trials, double tail) => 1 - Low(trials - successes, trials, tail);
}
