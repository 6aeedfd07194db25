namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>The ratings of the items that every rater rated, around each rater's mean so that sums of squares keep their digits.</summary>
internal sealed class CompleteRatings
{
    private readonly double[] centres;
    private readonly double[] largest;
    private readonly double[] centred;

    internal CompleteRatings(RatingTable table)
    {
        Items = table.Complete();
        Raters = table.Raters.Count;
        centres = new double[Raters];
        largest = new double[Raters];
        centred = new double[Items.Length * Raters];
        for (var rater = 0; rater < Raters && Items.Length > 0; rater++)
        {
            double[] own = [.. Items.Select(item => table.Ratings[item][rater])];
            centres[rater] = Mean.Of(own);
            largest[rater] = own.Max(Math.Abs);
            for (var i = 0; i < own.Length; i++) centred[i * Raters + rater] = own[i] - centres[rater];
        }
    }

    /// <summary>Their numbers in the table.</summary>
    internal int[] Items { get; }

    internal int Raters { get; }

    /// <summary>The ratings of one of the items, each less its rater's <see cref="Centre"/>.</summary>
    internal ReadOnlySpan<double> Row(int index) => centred.AsSpan(index * Raters, Raters);

    internal double Centre(int rater) => centres[rater];

    /// <summary>Means of the centred ratings and sample variances by rater (0 where constant), and how many items count.</summary>
    internal long Moments(ReadOnlySpan<int> weights, Span<double> means, Span<double> variances)
    {
        means.Clear();
        variances.Clear();
        long n = 0;
        for (var i = 0; i < Items.Length; i++)
        {
            var weight = weights[Items[i]];
            if (weight == 0) continue;
            n += weight;
            var row = Row(i);
            for (var rater = 0; rater < row.Length; rater++)
            {
                var weighted = weight * row[rater];
                means[rater] += weighted;
                variances[rater] += weighted * row[rater];
            }
        }
        for (var rater = 0; rater < Raters && n > 1; rater++)
        {
            var meanSquare = variances[rater] / n;
            means[rater] /= n;
            var variance = (meanSquare - means[rater] * means[rater]) * n / (n - 1);
            variances[rater] = Constancy.Is(variance, meanSquare, largest[rater]) ? 0 : variance;
        }
        return n;
    }
}
