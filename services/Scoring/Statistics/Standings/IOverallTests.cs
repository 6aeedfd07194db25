namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Tests of every pair of models over all benchmarks.</summary>
internal interface IOverallTests
{
    /// <summary>p of no difference in macro-average; NaN where undefined.</summary>
    double MacroP(int pair);

    /// <summary>p of no difference in win rate; NaN where undefined.</summary>
    double WinP(int pair);

    /// <summary>The difference that was tested: a sum over the benchmarks that both models have.</summary>
    double MacroDifference(int pair);

    /// <summary>As <see cref="MacroDifference"/>.</summary>
    double WinDifference(int pair);

    /// <summary>Population standard error of the difference in macro-average; NaN where undefined.</summary>
    double MacroError(int pair);

    /// <summary>Units that are exchanged: instances, clusters, or benchmarks.</summary>
    int Units(int pair);
}
