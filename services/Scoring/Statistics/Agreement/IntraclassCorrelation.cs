using System.Buffers;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// The intraclass correlations of the items that every rater rated. Standardised, every rater has mean 0 and sample SD 1 over the items
/// that count, in each resample anew; raters then differ neither in mean nor in spread. Undefined below two items, and
/// where a rater without spread is to be standardised.
/// </summary>
internal sealed class IntraclassCorrelation(CompleteRatings ratings, bool standardise) : IItemStatistics
{
    /// <summary>The forms, in the order of the values.</summary>
    internal static IReadOnlyList<IccForm> Forms { get; } = [IccForm.OneWay, IccForm.TwoWayRandom, IccForm.TwoWayMixed, IccForm.TwoWayMixedMean];

    public int Count => Forms.Count;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var squares = Squares(weights);
        for (var form = 0; form < Forms.Count; form++) values[form] = squares.Correlation(Forms[form]);
    }

    /// <summary>The analysis of variance; all NaN where undefined.</summary>
    internal MeanSquares Squares(ReadOnlySpan<int> weights)
    {
        var raters = ratings.Raters;
        var room = ArrayPool<double>.Shared.Rent(3 * raters);
        try
        {
            var means = room.AsSpan(0, raters);
            var variances = room.AsSpan(raters, raters);
            var scales = room.AsSpan(2 * raters, raters);
            var n = ratings.Moments(weights, means, variances);
            if (n < 2) return MeanSquares.None;
            if (standardise && variances.Contains(0)) return MeanSquares.None;
            for (var rater = 0; rater < raters; rater++) scales[rater] = standardise ? 1 / Math.Sqrt(variances[rater]) : 1;

            var total = standardise ? raters : Sum(variances);
            var ofSums = VarianceOfSums(weights, means, scales, n);
            var error = (total - ofSums / raters) / (raters - 1);
            return new(n, raters, Whole(ofSums / raters, total), standardise ? 0 : n * SpreadOfMeans(means), Whole(error, total));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(room);
        }
    }

    private double VarianceOfSums(ReadOnlySpan<int> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> scales, long n)
    {
        var squares = 0.0;
        var items = ratings.Items;
        for (var i = 0; i < items.Length; i++)
        {
            var weight = weights[items[i]];
            if (weight == 0) continue;
            var row = ratings.Row(i);
            var sum = 0.0;
            for (var rater = 0; rater < row.Length; rater++) sum += (row[rater] - means[rater]) * scales[rater];
            squares += weight * sum * sum;
        }
        return squares / (n - 1);
    }

    private double SpreadOfMeans(ReadOnlySpan<double> means)
    {
        var sum = 0.0;
        for (var rater = 0; rater < means.Length; rater++) sum += means[rater] + ratings.Centre(rater);
        var grand = sum / means.Length;
        var squares = 0.0;
        for (var rater = 0; rater < means.Length; rater++)
        {
            var difference = means[rater] + ratings.Centre(rater) - grand;
            squares += difference * difference;
        }
        return Whole(squares, grand * grand * 1e-12) / (means.Length - 1);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    // What is left of a difference that cancels out is rounding.
    private static double Whole(double value, double beside) => value > 1e-13 * beside ? value : 0;
}
