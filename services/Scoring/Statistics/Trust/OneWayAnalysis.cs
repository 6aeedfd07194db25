using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>
/// One-way intraclass correlations of items with unequal numbers of raters (Shrout and Fleiss 1979; Searle, Casella and McCulloch 1992, section 3.6): of one
/// rater, and of the mean of k0 raters, k0 = (N - sum of squared numbers / N) / (n - 1). With k raters each k0 is k. The interval by F is exact for equal
/// numbers, and takes k0 in their place otherwise (Donner and Wells 1986).
/// </summary>
internal sealed class OneWayAnalysis : IItemStatistics
{
    private readonly double[][] ratings;
    private readonly double[] means;
    private readonly double[] within;

    /// <param name="ratings">For each item its ratings, two or more.</param>
    internal OneWayAnalysis(double[][] ratings)
    {
        this.ratings = ratings;
        // Around the mean of all, which keeps the digits of what is left.
        var centre = ratings.Length == 0 ? 0 : Mean.Of([.. ratings.SelectMany(r => r)]);
        means = [.. ratings.Select(own => Mean.Of([.. own.Select(rating => rating - centre)]))];
        within = [.. ratings.Select((own, item) => own.Sum(rating => (rating - centre - means[item]) * (rating - centre - means[item])))];
    }

    /// <summary>One rater, and the mean of k0.</summary>
    public int Count => 2;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var (between, inside, raters, _, _) = Squares(weights);
        values[0] = Quotient(between - inside, between + (raters - 1) * inside);
        values[1] = Quotient(between - inside, between);
    }

    /// <summary>The ends of the interval by F of one rater and of the mean of k0; NaN where undefined.</summary>
    internal (double Low, double High, double MeanLow, double MeanHigh) Interval(double level)
    {
        var all = new int[ratings.Length];
        Array.Fill(all, 1);
        var (between, inside, raters, df1, df2) = Squares(all);
        if (!(df1 > 0) || !(df2 > 0) || !(between + inside > 0)) return (double.NaN, double.NaN, double.NaN, double.NaN);
        if (inside == 0) return (1, 1, 1, 1);
        var tail = (1 - level) / 2;
        var low = between / inside / FDistribution.UpperQuantile(tail, df1, df2);
        var high = between / inside * FDistribution.UpperQuantile(tail, df2, df1);
        return (OfOne(low), OfOne(high), 1 - 1 / low, 1 - 1 / high);

        double OfOne(double f) => (f - 1) / (f + raters - 1);
    }

    private static double Quotient(double above, double below) => below > 0 ? above / below : double.NaN;

    private (double Between, double Within, double Raters, double Df1, double Df2) Squares(ReadOnlySpan<int> weights)
    {
        double items = 0, all = 0, squaredNumbers = 0, sum = 0, squares = 0, inside = 0;
        for (var item = 0; item < ratings.Length; item++)
        {
            double number = ratings[item].Length;
            items += weights[item];
            all += weights[item] * number;
            squaredNumbers += weights[item] * number * number;
            sum += weights[item] * number * means[item];
            squares += weights[item] * number * means[item] * means[item];
            inside += weights[item] * within[item];
        }
        if (items < 2) return (double.NaN, double.NaN, double.NaN, 0, 0);
        var between = Math.Max(0, squares - sum * sum / all);
        var total = between + inside;
        // What is left where everything is the same is rounding.
        if (Constancy.Is(total / all, squares / all, 0)) (between, inside) = (0, 0);
        return (between / (items - 1), inside / (all - items), (all - squaredNumbers / all) / (items - 1), items - 1, all - items);
    }
}
