using System.Buffers;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// How many raters with independent errors a panel is worth: k / (1 + (k - 1) x mean correlation of their errors against a reference rater)
/// (Kish's design effect, Kish 1965, of k equally correlated votes). Above 0: 1 where all err alike, k where errors are independent, more where they cancel out.
/// Over the items that every rater rated; undefined below two raters beside the reference, and where a rater's error never varies.
/// </summary>
internal sealed class EffectiveVotes(CompleteRatings ratings, int reference, bool standardise) : IItemStatistics
{
    public int Count => 1;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var raters = ratings.Raters;
        var room = ArrayPool<double>.Shared.Rent(4 * raters);
        try
        {
            values[0] = Of(weights, room.AsSpan(0, raters), room.AsSpan(raters, raters), room.AsSpan(2 * raters, raters), room.AsSpan(3 * raters, raters));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(room);
        }
    }

    private double Of(ReadOnlySpan<int> weights, Span<double> means, Span<double> scales, Span<double> inverses, Span<double> errors)
    {
        var n = ratings.Moments(weights, means, scales);
        if (n < 2 || ratings.Raters < 3 || (standardise && scales.Contains(0))) return double.NaN;
        var spread = 0.0;
        for (var rater = 0; rater < scales.Length; rater++)
        {
            spread = Math.Max(spread, standardise ? 1 : scales[rater]);
            scales[rater] = standardise ? 1 / Math.Sqrt(scales[rater]) : 1;
        }

        inverses.Clear();
        for (var i = 0; i < ratings.Items.Length; i++)
        {
            var weight = weights[ratings.Items[i]];
            if (weight == 0) continue;
            Errors(i, means, scales, errors);
            for (var rater = 0; rater < errors.Length; rater++) inverses[rater] += weight * errors[rater] * errors[rater];
        }
        for (var rater = 0; rater < inverses.Length; rater++)
        {
            if (rater == reference) continue;
            var variance = inverses[rater] / (n - 1);
            if (!(variance > 1e-13 * spread)) return double.NaN;
            inverses[rater] = 1 / Math.Sqrt(variance);
        }

        // The variance of the sum of the standardised errors is k + k (k - 1) times their mean correlation.
        var squares = 0.0;
        for (var i = 0; i < ratings.Items.Length; i++)
        {
            var weight = weights[ratings.Items[i]];
            if (weight == 0) continue;
            Errors(i, means, scales, errors);
            var sum = 0.0;
            for (var rater = 0; rater < errors.Length; rater++)
                if (rater != reference) sum += errors[rater] * inverses[rater];
            squares += weight * sum * sum;
        }
        double votes = ratings.Raters - 1;
        var ofSum = squares / (n - 1);
        return ofSum > 1e-13 * votes ? votes * votes / ofSum : double.NaN;
    }

    private void Errors(int index, ReadOnlySpan<double> means, ReadOnlySpan<double> scales, Span<double> errors)
    {
        var row = ratings.Row(index);
        var truth = (row[reference] - means[reference]) * scales[reference];
        for (var rater = 0; rater < errors.Length; rater++) errors[rater] = (row[rater] - means[rater]) * scales[rater] - truth;
    }
}
