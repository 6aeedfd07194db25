using System.Runtime.CompilerServices;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>What one column adds to the difference of two models' win rates.</summary>
internal static class WinShares
{
    /// <summary>The share of the others beaten by the first less that beaten by the second, had they these means.</summary>
    /// <param name="column">The means of all models; NaN where there is none.</param>
    /// <param name="lowerIsBetter">Which way is better.</param>
    /// <param name="convention">How ties count.</param>
    /// <param name="first">The first model and its mean.</param>
    /// <param name="second">The second model and its mean.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Difference(ReadOnlySpan<double> column, bool lowerIsBetter, WinConvention convention, (int Model, double Mean) first, (int Model, double Mean) second)
    {
        var won = WinRates.Halves(first.Mean, second.Mean, lowerIsBetter, convention) - WinRates.Halves(second.Mean, first.Mean, lowerIsBetter, convention);
        var opponents = 1;
        for (var other = 0; other < column.Length; other++)
        {
            if (other == first.Model || other == second.Model || double.IsNaN(column[other])) continue;
            opponents++;
            won += WinRates.Halves(first.Mean, column[other], lowerIsBetter, convention) - WinRates.Halves(second.Mean, column[other], lowerIsBetter, convention);
        }
        return won / (2.0 * opponents);
    }
}
