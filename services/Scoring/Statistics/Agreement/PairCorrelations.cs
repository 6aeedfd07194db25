using System.Buffers;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Correlations of two raters over the items both rated: Kendall's tau-b (Kendall 1945), and on demand Spearman's rank correlation with mean
/// ranks of ties (Spearman 1904) and Pearson's. From -1 to 1; undefined where either rater gives one value only.
/// </summary>
/// <param name="cells">Both raters' ratings.</param>
/// <param name="withLinear">Adds Spearman's and Pearson's, which a closed interval spares.</param>
internal sealed class PairCorrelations(PairCells cells, bool withLinear) : IItemStatistics
{
    internal const int Kendall = 0;
    internal const int Spearman = 1;
    internal const int Pearson = 2;

    private readonly double firstCentre = Centre(cells.First);
    private readonly double secondCentre = Centre(cells.Second);
    private readonly double firstLargest = cells.First.Select(Math.Abs).DefaultIfEmpty().Max();
    private readonly double secondLargest = cells.Second.Select(Math.Abs).DefaultIfEmpty().Max();

    public int Count => withLinear ? 3 : 1;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        var room = ArrayPool<int>.Shared.Rent(cells.Cells.Length + cells.First.Length + cells.Second.Length);
        try
        {
            var counts = room.AsSpan(0, cells.Cells.Length);
            var first = room.AsSpan(counts.Length, cells.First.Length);
            var second = room.AsSpan(counts.Length + first.Length, cells.Second.Length);
            var n = cells.Tally(weights, counts);
            cells.Margins(counts, first, second);
            values[Kendall] = KendallTau.Of(cells, counts, first, second, n);
            if (!withLinear) return;
            values[Spearman] = OfRanks(counts, first, second, n);
            values[Pearson] = OfValues(counts, n);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(room);
        }
    }

    private double OfRanks(ReadOnlySpan<int> counts, ReadOnlySpan<int> first, ReadOnlySpan<int> second, long n)
    {
        var room = ArrayPool<double>.Shared.Rent(first.Length + second.Length);
        try
        {
            var firstRanks = room.AsSpan(0, first.Length);
            var secondRanks = room.AsSpan(first.Length, second.Length);
            var squares = Ranks(first, firstRanks, n) * Ranks(second, secondRanks, n);
            if (squares == 0) return double.NaN;
            var products = 0.0;
            for (var cell = 0; cell < counts.Length; cell++) products += counts[cell] * firstRanks[cells.Cells[cell].First] * secondRanks[cells.Cells[cell].Second];
            return Math.Clamp(products / Math.Sqrt(squares), -1, 1);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(room);
        }
    }

    /// <summary>Mean ranks around the middle; gives the sum of their squares over all items.</summary>
    private static double Ranks(ReadOnlySpan<int> margin, Span<double> ranks, long n)
    {
        var below = -n / 2.0;
        var squares = 0.0;
        for (var place = 0; place < margin.Length; place++)
        {
            ranks[place] = below + margin[place] / 2.0;
            below += margin[place];
            squares += margin[place] * ranks[place] * ranks[place];
        }
        return squares;
    }

    private double OfValues(ReadOnlySpan<int> counts, long n)
    {
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (counts[cell] == 0) continue;
            var first = cells.First[cells.Cells[cell].First] - firstCentre;
            var second = cells.Second[cells.Cells[cell].Second] - secondCentre;
            x += counts[cell] * first;
            y += counts[cell] * second;
            xx += counts[cell] * first * first;
            yy += counts[cell] * second * second;
            xy += counts[cell] * first * second;
        }
        if (n < 2) return double.NaN;
        var ofFirst = xx / n - x / n * (x / n);
        var ofSecond = yy / n - y / n * (y / n);
        if (Constancy.Is(ofFirst, xx / n, firstLargest) || Constancy.Is(ofSecond, yy / n, secondLargest)) return double.NaN;
        return Math.Clamp((xy / n - x / n * (y / n)) / Math.Sqrt(ofFirst * ofSecond), -1, 1);
    }

    private static double Centre(double[] values) => values.Length == 0 ? 0 : Mean.Of(values);
}
