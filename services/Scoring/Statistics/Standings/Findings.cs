using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Comparison;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Corrects the comparisons of a family and says what each shows.</summary>
internal static class Findings
{
    /// <param name="family">With their differences and p-values; takes corrected values and findings.</param>
    /// <param name="level">Confidence level.</param>
    /// <param name="unitsOf">Independent units of a comparison; with n of them no test gives less than 2^(1-n).</param>
    /// <param name="lowerIsBetter">Whether the lower one of a comparison is the better one.</param>
    internal static void Correct(IReadOnlyList<PairedComparison> family, double level, Func<int, int> unitsOf, Func<int, bool> lowerIsBetter)
    {
        double[] p = [.. family.Select(comparison => comparison.HasP ? comparison.P : double.NaN)];
        var (holm, bh) = (Corrections.Holm(p), Corrections.BenjaminiHochberg(p));
        for (var i = 0; i < family.Count; i++)
        {
            var comparison = family[i];
            if (!double.IsNaN(holm[i])) (comparison.PHolm, comparison.PBh) = (holm[i], bh[i]);
            var tooFew = double.IsNaN(p[i]) || Math.Pow(2, 1 - unitsOf(i)) > 1 - level;
            comparison.Finding = tooFew ? Finding.TooFew
                : holm[i] > 1 - level ? Finding.Inconclusive
                : comparison.Difference.Value > 0 != lowerIsBetter(i) ? Finding.FirstBetter
                : Finding.SecondBetter;
        }
    }
}
