using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>Every measure of agreement of a table of ratings, all on the same resamples of its items, or of clusters of them.</summary>
internal static class AgreementMeasures
{
    // Replicates of this many pairs are held at once.
    private const int PairsAtOnce = 32;
    private const ulong Purpose = 0xA9;

    /// <param name="request">Checked ratings.</param>
    /// <param name="settings">Level, method, resamples and seed.</param>
    /// <param name="work">How many threads at most, and what stops them.</param>
    internal static MeasureAgreementResponse Of(MeasureAgreementRequest request, ResamplingSettings settings, ParallelOptions work)
    {
        var table = RatingTable.Of(request);
        var categories = new Categories(request.Categories, request.Rounding, table);
        var response = new MeasureAgreementResponse { Resampling = settings.ToProto() };
        AddPanel(response, request, table, categories, settings, work);
        AddPairs(response, table, categories, settings, work);
        return response;
    }

    private static void AddPanel(MeasureAgreementResponse response, MeasureAgreementRequest request, RatingTable table, Categories categories, ResamplingSettings settings, ParallelOptions work)
    {
        var ratings = new CompleteRatings(table);
        var correlation = new IntraclassCorrelation(ratings, request.Standardise);
        List<IItemStatistics> statistics = [correlation, new FleissKappa(table, categories), new KrippendorffAlpha(table, categories)];
        var reference = table.Raters.IndexOf(request.Reference);
        if (reference >= 0) statistics.Add(new EffectiveVotes(ratings, reference, request.Standardise));
        var joint = new JointBootstrap(table.Units, settings, Purpose, statistics, work);

        var complete = table.Units.Among(table.IsComplete);
        response.Icc.Add(IccEstimates.Of(correlation, ratings, table, joint, complete, request.Standardise, settings.Level));
        var place = correlation.Count;
        response.FleissKappa = joint.Estimate(place++, complete, Undefined.WithoutVariety(ratings.Items.Length, "rated by all"));
        var pairable = table.Units.Among(item => table.Rated(item) > 1);
        var remark = Undefined.WithoutVariety(Enumerable.Range(0, table.Items).Count(item => table.Rated(item) > 1), "with two ratings");
        foreach (var level in KrippendorffAlpha.Levels) response.Alphas.Add(new AlphaEstimate { Level = level, Alpha = joint.Estimate(place++, pairable, remark) });
        response.EffectiveVotes = reference >= 0
            ? joint.Estimate(place, complete, Undefined.Votes(table, ratings, request.Standardise))
            : Estimates.WithoutInterval(double.NaN, settings.Level, complete, "Effective votes need a reference: name the rater whose ratings are taken as the truth.");
    }

    private static void AddPairs(MeasureAgreementResponse response, RatingTable table, Categories categories, ResamplingSettings settings, ParallelOptions work)
    {
        RaterPair[] pairs = [.. Enumerable.Range(0, table.Raters.Count).SelectMany(first => Enumerable.Range(first + 1, table.Raters.Count - first - 1).Select(second => new RaterPair(table, categories, first, second)))];
        foreach (var some in pairs.Chunk(PairsAtOnce))
        {
            var joint = new JointBootstrap(table.Units, settings, Purpose, [.. some.SelectMany(pair => pair.Statistics)], work);
            var place = 0;
            foreach (var pair in some)
            {
                response.Kappas.Add(pair.Kappas(joint, place));
                response.Correlations.Add(pair.Correlations(joint, place + CohenKappa.Weightings.Count, settings.Level));
                place += pair.Statistics.Sum(statistic => statistic.Count);
            }
        }
    }

    private static int IndexOf(this IReadOnlyList<string> raters, string name)
    {
        for (var i = 0; i < raters.Count; i++)
            if (string.Equals(raters[i], name, StringComparison.Ordinal)) return i;
        return -1;
    }
}
