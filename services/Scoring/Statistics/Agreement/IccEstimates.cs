using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>Every form of intraclass correlation with its test and both intervals.</summary>
internal static class IccEstimates
{
    internal static IEnumerable<IccEstimate> Of(IntraclassCorrelation correlation, CompleteRatings ratings, RatingTable table, JointBootstrap joint, int units, bool standardise, double level)
    {
        var all = new int[table.Items];
        Array.Fill(all, 1);
        var squares = correlation.Squares(all);
        var undefined = Undefined.Correlation(table, ratings, standardise);
        for (var place = 0; place < IntraclassCorrelation.Forms.Count; place++)
        {
            var form = IntraclassCorrelation.Forms[place];
            var test = new IccTest(form, squares with { Items = ratings.Items.Length, Raters = ratings.Raters });
            var estimate = new IccEstimate
            {
                Form = form,
                ByF = ByF(test, undefined, ratings.Items.Length, level, table.Units.HasClusters),
                ByBootstrap = joint.Estimate(place, units, undefined),
                Df1 = (int)Math.Max(0, test.Df1),
                Df2 = (int)Math.Max(0, test.Df2),
                Raters = ratings.Raters,
            };
            if (double.IsFinite(test.F)) estimate.F = test.F;
            if (double.IsFinite(test.P)) estimate.P = test.P;
            yield return estimate;
        }
    }

    private static Estimate ByF(IccTest test, string undefined, int items, double level, bool clustered)
    {
        var value = test.Squares.Correlation(test.Form);
        if (double.IsNaN(value)) return Estimates.WithoutInterval(value, level, items, undefined);
        var (low, high) = test.Interval(level);
        var remark = clustered ? "The interval by F takes items as independent, which items of one cluster are not: go by the bootstrap." : "";
        if (!double.IsFinite(low) || !double.IsFinite(high)) remark = "An end of the interval is undefined: items hardly differ in their mean rating.";
        return Estimates.Of(value, low, high, level, IntervalMethod.F, items, remark);
    }
}
