using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>
/// Win SD: standard deviation over opponents of the share of common columns won against each. From 0 to 0.5 with divisor n. MedHELM
/// publishes it from strict wins with divisor n (Bedi et al. 2025, and the code beside its tables).
/// </summary>
internal static class WinDeviations
{
    private const int ModelsOnStack = 256;

    /// <summary>The win SD of each model; NaN without an opponent on a common column, and for the sample SD below two of them.</summary>
    /// <param name="cells">As in <see cref="WinRates"/>.</param>
    /// <param name="columns">One scale for each column.</param>
    /// <param name="convention">What a tie counts.</param>
    /// <param name="divisor">Of the SD.</param>
    /// <param name="deviations">Takes one win SD for each model; its length is the number of models.</param>
    internal static void Compute(ReadOnlySpan<double> cells, ReadOnlySpan<ColumnScale> columns, WinConvention convention, Deviation divisor, Span<double> deviations)
    {
        var models = deviations.Length;
        Span<double> shares = models <= ModelsOnStack ? stackalloc double[models] : new double[models];
        for (var model = 0; model < models; model++)
        {
            var opponents = 0;
            for (var other = 0; other < models; other++)
            {
                if (other == model) continue;
                var (won, common) = (0L, 0);
                for (var c = 0; c < columns.Length; c++)
                {
                    var (own, theirs) = (cells[c * models + model], cells[c * models + other]);
                    if (double.IsNaN(own) || double.IsNaN(theirs)) continue;
                    won += WinRates.Halves(own, theirs, columns[c].LowerIsBetter, convention);
                    common++;
                }
                if (common > 0) shares[opponents++] = won / (2.0 * common);
            }
            deviations[model] = StandardDeviation.Of(shares[..opponents], divisor);
        }
    }
}
