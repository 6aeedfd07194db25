using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// The F test that an intraclass correlation is 0, and the interval by quantiles of F: exact for ICC(1,1), (3,1) and (3,k), by
/// Satterthwaite's degrees of freedom for ICC(2,1) (Shrout and Fleiss 1979; McGraw and Wong 1996, table 7).
/// </summary>
internal sealed record IccTest(IccForm Form, MeanSquares Squares)
{
    private double Noise => Form == IccForm.OneWay ? Squares.WithinItems : Squares.Error;

    internal double Df1 => Squares.Items - 1;

    internal double Df2 => Form == IccForm.OneWay ? Squares.Items * (Squares.Raters - 1) : (Squares.Items - 1) * (Squares.Raters - 1);

    /// <summary>Infinite where raters agree perfectly, NaN where nothing varies.</summary>
    internal double F => Squares.BetweenItems / Noise;

    internal double P => FDistribution.UpperTail(F, Df1, Df2);

    /// <summary>The ends of the interval; NaN where undefined.</summary>
    internal (double Low, double High) Interval(double level)
    {
        if (double.IsNaN(Squares.Correlation(Form))) return (double.NaN, double.NaN);
        var tail = (1 - level) / 2;
        if (Form == IccForm.TwoWayRandom) return AbsoluteAgreement(tail);
        if (double.IsPositiveInfinity(F)) return (1, 1);
        var low = F / FDistribution.UpperQuantile(tail, Df1, Df2);
        var high = F * FDistribution.UpperQuantile(tail, Df2, Df1);
        return Form == IccForm.TwoWayMixedMean ? (1 - 1 / low, 1 - 1 / high) : (OfOneRater(low), OfOneRater(high));
    }

    private double OfOneRater(double f) => (f - 1) / (f + Squares.Raters - 1);

    private (double Low, double High) AbsoluteAgreement(double tail)
    {
        var (n, k, items, raters, error) = Squares;
        if (raters == 0 && error == 0) return (1, 1);
        var correlation = Squares.Correlation(Form);
        var fromRaters = k * correlation * raters;
        var fromError = (n * (1 - correlation) + k * correlation * (n - 1)) * error;
        var df = (fromRaters + fromError) * (fromRaters + fromError) / (fromRaters * fromRaters / (k - 1) + fromError * fromError / ((n - 1) * (k - 1)));
        var noise = k * raters + (k * n - k - n) * error;
        if (!(df > 0)) return (double.NaN, double.NaN);
        var below = FDistribution.UpperQuantile(tail, n - 1, df);
        var above = FDistribution.UpperQuantile(tail, df, n - 1);
        return (n * (items - below * error) / (below * noise + n * items), n * (above * items - error) / (noise + n * above * items));
    }
}
