using System.Runtime.InteropServices;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// The two-way analysis of variance of items by raters without missing ratings, and the intraclass correlations made of it
/// (Shrout and Fleiss 1979; McGraw and Wong 1996). Each is at most 1; ICC(3,k) has no lower bound, the others go down to
/// -1/(k - 1). NaN where the quotient has no denominator.
/// </summary>
/// <param name="Items">Items, at least two.</param>
/// <param name="Raters">Raters, at least two.</param>
/// <param name="BetweenItems">Mean square between items.</param>
/// <param name="BetweenRaters">Mean square between raters.</param>
/// <param name="Error">Residual mean square.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MeanSquares(double Items, double Raters, double BetweenItems, double BetweenRaters, double Error)
{
    /// <summary>What undefined data have.</summary>
    internal static MeanSquares None { get; } = new(0, 0, double.NaN, double.NaN, double.NaN);

    /// <summary>Mean square within items, of the one-way analysis.</summary>
    internal double WithinItems => (BetweenRaters + (Items - 1) * Error) / Items;

    /// <summary>The correlation of a form.</summary>
    internal double Correlation(IccForm form) => form switch
    {
        IccForm.OneWay => Quotient(BetweenItems - WithinItems, BetweenItems + (Raters - 1) * WithinItems),
        IccForm.TwoWayRandom => Quotient(BetweenItems - Error, BetweenItems + (Raters - 1) * Error + Raters * (BetweenRaters - Error) / Items),
        IccForm.TwoWayMixed => Quotient(BetweenItems - Error, BetweenItems + (Raters - 1) * Error),
        IccForm.TwoWayMixedMean => Quotient(BetweenItems - Error, BetweenItems),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "is no form of intraclass correlation"),
    };

    private static double Quotient(double above, double below) => below > 0 ? above / below : double.NaN;
}
