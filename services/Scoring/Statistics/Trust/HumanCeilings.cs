using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>What clinicians reach among themselves, over the answers that two or more of them rated.</summary>
internal static class HumanCeilings
{
    private const ulong Purpose = 0x7F;

    internal static HumanCeiling Of(JudgedTable table, ResamplingSettings settings, ParallelOptions work)
    {
        string[] raters = [.. table.Answers.SelectMany(answer => answer.Clinicians).Select(rating => rating.Rater).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = raters.Select((rater, place) => (rater, place)).ToDictionary(rater => rater.rater, rater => rater.place, StringComparer.Ordinal);
        var ratings = table.Ratings(raters, answer => table.Answers[answer].Clinicians.Count > 1, answer =>
        {
            var row = new double[raters.Length];
            Array.Fill(row, double.NaN);
            foreach (var rating in table.Answers[answer].Clinicians) row[places[rating.Rater]] = rating.Value;
            return row;
        });
        var analysis = new OneWayAnalysis([.. ratings.Ratings.Select(row => row.Where(rating => !double.IsNaN(rating)).ToArray())]);
        var alpha = new KrippendorffAlpha(ratings, new Categories([], Rounding.HalfToEven, ratings));
        var joint = new JointBootstrap(ratings.Units, settings, Purpose, [analysis, alpha], work);
        var (low, high, meanLow, meanHigh) = analysis.Interval(settings.Level);
        return new()
        {
            Answers = ratings.Items,
            OneRater = OneWay(joint, 0, ratings, low, high, settings.Level),
            MeanOfRaters = OneWay(joint, 1, ratings, meanLow, meanHigh, settings.Level),
            Alpha = TrustMeasures.AlphaOf(joint, analysis.Count, ratings),
        };
    }

    // F takes answers as independent, so in clusters the bootstrap gives the interval.
    private static Estimate OneWay(JointBootstrap joint, int place, RatingTable ratings, double low, double high, double level)
    {
        var undefined = ratings.Items < 2
            ? string.Create(CultureInfo.InvariantCulture, $"Needs two answers that two clinicians rated, has {ratings.Items}.")
            : "All answers have the same rating.";
        var value = joint.Value(place);
        if (ratings.Units.HasClusters || double.IsNaN(value)) return joint.Estimate(place, ratings.Units.Count, undefined);
        return Estimates.Of(value, low, high, level, IntervalMethod.F, ratings.Items);
    }
}
