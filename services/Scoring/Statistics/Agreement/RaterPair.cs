using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>What two raters' ratings of the same items give: kappas and correlations.</summary>
internal sealed class RaterPair
{
    private readonly string first;
    private readonly string second;
    private readonly int items;
    private readonly int units;
    private readonly bool clustered;
    private readonly PairCorrelations correlations;
    private readonly double[] whole = new double[3];

    internal RaterPair(RatingTable table, Categories categories, int one, int other)
    {
        first = table.Raters[one];
        second = table.Raters[other];
        clustered = table.Units.HasClusters;
        items = Enumerable.Range(0, table.Items).Count(item => table.HasPair(item, one, other));
        units = table.Units.Among(item => table.HasPair(item, one, other));
        var ofRatings = new PairCells([.. table.Ratings.Select(ratings => (ratings[one], ratings[other]))]);
        var ofCategories = new PairCells([.. categories.OfRatings.Select(places => (Value(places[one]), Value(places[other])))]);
        correlations = new(ofRatings, withLinear: clustered);
        Statistics = [new CohenKappa(ofCategories), correlations];

        var all = new int[table.Items];
        Array.Fill(all, 1);
        new PairCorrelations(ofRatings, withLinear: true).Measure(all, whole);

        double Value(int place) => place < 0 ? double.NaN : categories.Values[place];
    }

    /// <summary>What is to be resampled: first the kappas.</summary>
    internal IReadOnlyList<IItemStatistics> Statistics { get; }

    internal IEnumerable<KappaEstimate> Kappas(JointBootstrap joint, int place)
    {
        var remark = Undefined.WithoutVariety(items, "rated by both");
        return CohenKappa.Weightings.Select((weights, i) => new KappaEstimate { First = first, Second = second, Weights = weights, Kappa = joint.Estimate(place + i, units, remark) });
    }

    /// <summary>Fisher's z takes items as independent, so in clusters all three correlations go by bootstrap.</summary>
    internal CorrelationEstimate Correlations(JointBootstrap joint, int place, double level)
    {
        var remark = Undefined.Correlation(items);
        return new()
        {
            First = first,
            Second = second,
            Kendall = joint.Estimate(place + PairCorrelations.Kendall, units, remark),
            Spearman = Closed(PairCorrelations.Spearman),
            Pearson = Closed(PairCorrelations.Pearson),
        };

        Estimate Closed(int which) => clustered ? joint.Estimate(place + which, units, remark) : FisherInterval.Of(whole[which], items, level, remark);
    }
}
