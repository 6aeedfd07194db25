using System.Buffers;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Cohen's kappa of two raters (Cohen 1960, 1968): 1 less observed over chance disagreement, where a disagreement weighs 1, the distance of
/// the two categories, or its square. Distances are those of the categories' values, so a category that nobody used changes
/// nothing. At most 1, 0 at chance; undefined where chance alone gives no disagreement.
/// </summary>
internal sealed class CohenKappa(PairCells cells) : IItemStatistics
{
    /// <summary>The weightings, in the order of the values.</summary>
    internal static IReadOnlyList<KappaWeights> Weightings { get; } = [KappaWeights.None, KappaWeights.Linear, KappaWeights.Quadratic];

    // The categories both raters use, and where each rater's own lie among them.
    private readonly double[] values = [.. cells.First.Union(cells.Second).Order()];
    private readonly double origin = cells.First.Length == 0 ? 0 : cells.First[0];

    public int Count => Weightings.Count;

    public void Measure(ReadOnlySpan<int> weights, Span<double> results)
    {
        var room = ArrayPool<int>.Shared.Rent(cells.Cells.Length + cells.First.Length + cells.Second.Length);
        try
        {
            var counts = room.AsSpan(0, cells.Cells.Length);
            var first = room.AsSpan(counts.Length, cells.First.Length);
            var second = room.AsSpan(counts.Length + first.Length, cells.Second.Length);
            double n = cells.Tally(weights, counts);
            cells.Margins(counts, first, second);
            var observed = Observed(counts);
            var (none, linear) = Chance(first, second, n);
            // Both are sums over items; chance is over pairs of items, hence n times as large.
            results[0] = Kappa(observed.None * n, none);
            results[1] = Kappa(observed.Linear * n, linear);
            results[2] = Kappa(observed.Quadratic * n, ChanceSquares(first, second, n));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(room);
        }
    }

    private static double Kappa(double observed, double chance) => chance > 0 ? 1 - observed / chance : double.NaN;

    private (double None, double Linear, double Quadratic) Observed(ReadOnlySpan<int> counts)
    {
        double none = 0, linear = 0, quadratic = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            var distance = Math.Abs(cells.First[cells.Cells[cell].First] - cells.Second[cells.Cells[cell].Second]);
            if (distance == 0) continue;
            none += counts[cell];
            linear += counts[cell] * distance;
            quadratic += counts[cell] * distance * distance;
        }
        return (none, linear, quadratic);
    }

    // Distances add up over the gaps between categories: a pair crosses a gap when one lies below it and the other above.
    private (double None, double Linear) Chance(ReadOnlySpan<int> first, ReadOnlySpan<int> second, double n)
    {
        double same = 0, linear = 0, firstBelow = 0, secondBelow = 0;
        var a = 0;
        var b = 0;
        for (var place = 0; place < values.Length; place++)
        {
            var inFirst = a < first.Length && cells.First[a] == values[place] ? first[a++] : 0;
            var inSecond = b < second.Length && cells.Second[b] == values[place] ? second[b++] : 0;
            same += (double)inFirst * inSecond;
            firstBelow += inFirst;
            secondBelow += inSecond;
            if (place + 1 < values.Length) linear += (values[place + 1] - values[place]) * (firstBelow * (n - secondBelow) + secondBelow * (n - firstBelow));
        }
        return (n * n - same, linear);
    }

    private double ChanceSquares(ReadOnlySpan<int> first, ReadOnlySpan<int> second, double n)
    {
        var (firstSum, firstSquares) = Moments(first, cells.First);
        var (secondSum, secondSquares) = Moments(second, cells.Second);
        var chance = n * (firstSquares + secondSquares) - 2 * firstSum * secondSum;
        return chance > 1e-13 * n * (firstSquares + secondSquares) ? chance : 0;
    }

    private (double Sum, double Squares) Moments(ReadOnlySpan<int> counts, double[] own)
    {
        double sum = 0, squares = 0;
        for (var place = 0; place < counts.Length; place++)
        {
            var value = own[place] - origin;
            sum += counts[place] * value;
            squares += counts[place] * value * value;
        }
        return (sum, squares);
    }
}
