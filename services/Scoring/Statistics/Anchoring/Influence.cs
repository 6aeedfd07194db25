using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Anchoring;

/// <summary>
/// What each independent unit moves the three means an anchored estimate is made of: labels, judge on the labelled items, judge on the others.
/// Sums of squares over units are variances of the means, and a unit with items of both kinds is counted as one.
/// </summary>
internal sealed class Influence
{
    private readonly double[] labels;
    private readonly double[] judged;
    private readonly double[] others;

    /// <param name="units">Units of the labelled items and then of the others.</param>
    /// <param name="labelled">Labels.</param>
    /// <param name="judgedLabelled">The judge on the same items.</param>
    /// <param name="judgedOthers">The judge on the other items.</param>
    internal Influence(Units units, IReadOnlyList<double> labelled, IReadOnlyList<double> judgedLabelled, IReadOnlyList<double> judgedOthers)
    {
        var n = labelled.Count;
        Labelled = units.Among(item => item < n);
        Others = units.Among(item => item >= n);
        labels = Shares(units, labelled, 0, Labelled);
        judged = Shares(units, judgedLabelled, 0, Labelled);
        others = Shares(units, judgedOthers, n, Others);
    }

    /// <summary>Independent units with labels.</summary>
    internal int Labelled { get; }

    /// <summary>Independent units with items that have none.</summary>
    internal int Others { get; }

    /// <summary>The weight with the smallest variance; NaN where the judge never varies.</summary>
    internal double BestWeight()
    {
        double products = 0, squares = 0;
        for (var unit = 0; unit < labels.Length; unit++)
        {
            var judge = judged[unit] - others[unit];
            products += labels[unit] * judge;
            squares += judge * judge;
        }
        return squares > 0 ? products / squares : double.NaN;
    }

    /// <summary>Variance of mean(labels) + weight x (mean of the others - mean of the judged).</summary>
    /// <param name="weight">The judge's weight.</param>
    /// <param name="inflation">Of the labelled part, see <see cref="WeightTuning"/>; 1 for a weight known before.</param>
    internal double Variance(double weight, double inflation)
    {
        var scale = Math.Sqrt(inflation);
        var variance = 0.0;
        for (var unit = 0; unit < labels.Length; unit++)
        {
            var moved = scale * (labels[unit] - weight * judged[unit]) + weight * others[unit];
            variance += moved * moved;
        }
        return variance;
    }

    private static double[] Shares(Units units, IReadOnlyList<double> values, int from, int count)
    {
        var shares = new double[units.Count];
        if (count < 2) return shares;
        var mean = Mean.Of(values);
        for (var i = 0; i < values.Count; i++) shares[units.OfItem[from + i]] += values[i] - mean;
        var scale = Math.Sqrt(count / (count - 1.0)) / values.Count;
        for (var unit = 0; unit < shares.Length; unit++) shares[unit] *= scale;
        return shares;
    }
}
