using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>How far a jury can be trusted: its agreement with clinicians, the jurors' among themselves and the clinicians' among themselves, and each juror's ways.</summary>
internal sealed class TrustMeasures(JudgedTable table, ResamplingSettings settings, ParallelOptions work)
{
    internal const int FewestLabelled = 3;
    private const ulong Purpose = 0x7A;
    private const int MostCategories = 100;
    private const string Clinicians = "clinicians";
    private const string Jury = "jury";
    private const string WithoutLabels = "Needs at least three answers that clinicians rated.";

    internal JuryMeasures Of()
    {
        var measures = new JuryMeasures
        {
            Answers = table.Jury.Count(score => !double.IsNaN(score)),
            Labelled = Enumerable.Range(0, table.Answers.Length).Count(IsLabelled),
            Raters = table.Answers.SelectMany(answer => answer.Clinicians).Select(rating => rating.Rater).Distinct(StringComparer.Ordinal).Count(),
            Ceiling = HumanCeilings.Of(table, settings, work),
            Resampling = settings.ToProto(),
        };
        AddClinicians(measures);
        AddJurors(measures);
        measures.Jurors.Add(new JurorReports(table, settings, work).Of());
        return measures;
    }

    private bool IsLabelled(int answer) => !double.IsNaN(table.Jury[answer]) && !double.IsNaN(table.Clinicians[answer]);

    private void AddClinicians(JuryMeasures measures)
    {
        if (measures.Labelled < FewestLabelled)
        {
            var none = Estimates.WithoutInterval(double.NaN, settings.Level, measures.Labelled, WithoutLabels);
            measures.Correlation = new() { First = Jury, Second = Clinicians, Spearman = none, Kendall = none, Pearson = none };
            (measures.Kappa, measures.Offset) = (none, none);
            return;
        }
        var ratings = table.Ratings([Jury, Clinicians], IsLabelled, answer => [table.Jury[answer], table.Clinicians[answer]]);
        var complete = new CompleteRatings(ratings);
        var standardised = new IntraclassCorrelation(complete, standardise: true);
        var raw = new IntraclassCorrelation(complete, standardise: false);
        var whole = WholeMarks(ratings);
        var pair = new RaterPair(ratings, new Categories(whole, Rounding.HalfToEven, ratings), 0, 1);
        var units = ratings.Units.Count;
        var joint = new JointBootstrap(ratings.Units, settings, Purpose, [standardised, .. pair.Statistics], work);
        measures.JuryAndClinicians.Add(IccEstimates.Of(standardised, complete, ratings, joint, units, standardise: true, settings.Level));
        // The same resamples: only the first places of the statistics differ.
        var ofRaw = new JointBootstrap(ratings.Units, settings, Purpose, [raw], work);
        measures.JuryAndCliniciansRaw.Add(IccEstimates.Of(raw, complete, ratings, ofRaw, units, standardise: false, settings.Level));
        measures.Kappa = whole.Count > 0
            ? pair.Kappas(joint, standardised.Count).Single(kappa => kappa.Weights == KappaWeights.Quadratic).Kappa
            : Estimates.WithoutInterval(double.NaN, settings.Level, units, $"A kappa of whole marks is not made of more than {MostCategories} of them.");
        measures.Correlation = pair.Correlations(joint, standardised.Count + CohenKappa.Weightings.Count, settings.Level);
        measures.Offset = new MeanEstimate([.. ratings.Ratings.Select(both => both[0] - both[1])], ratings.Units).With(settings, work);
    }

    // Empty where the scale has too many whole marks.
    private static List<double> WholeMarks(RatingTable ratings)
    {
        double[] all = [.. ratings.Ratings.SelectMany(both => both)];
        var (low, high) = (Math.Floor(all.Min()), Math.Ceiling(all.Max()));
        return high - low > MostCategories ? [] : [.. Enumerable.Range(0, (int)(high - low) + 1).Select(step => low + step)];
    }

    private void AddJurors(JuryMeasures measures)
    {
        if (table.Jurors.Length < 2)
        {
            measures.Alpha = Estimates.WithoutInterval(double.NaN, settings.Level, 0, "Agreement among jurors needs two jurors.");
            measures.EffectiveVotes = Estimates.WithoutInterval(double.NaN, settings.Level, 0, "Effective votes need two jurors.");
            return;
        }
        List<string> names = [.. table.Jurors.Select(juror => juror.Name)];
        var ratings = table.Ratings(names, _ => true, answer => table.Marks[answer]);
        var complete = new CompleteRatings(ratings);
        var correlation = new IntraclassCorrelation(complete, standardise: false);
        var alpha = new KrippendorffAlpha(ratings, new Categories([], Rounding.HalfToEven, ratings));
        var joint = new JointBootstrap(ratings.Units, settings, Purpose + 1, [correlation, alpha], work);
        measures.AmongJurors.Add(IccEstimates.Of(correlation, complete, ratings, joint, ratings.Units.Among(ratings.IsComplete), standardise: false, settings.Level));
        measures.Alpha = AlphaOf(joint, correlation.Count, ratings);
        measures.EffectiveVotes = Votes(names, measures.Labelled);
    }

    /// <summary>Alpha at interval level, of the statistics that begin at <paramref name="place"/>.</summary>
    internal static Estimate AlphaOf(JointBootstrap joint, int place, RatingTable ratings)
    {
        var interval = place + KrippendorffAlpha.Levels.ToList().IndexOf(MeasurementLevel.Interval);
        var pairable = Enumerable.Range(0, ratings.Items).Count(item => ratings.Rated(item) > 1);
        return joint.Estimate(interval, ratings.Units.Among(item => ratings.Rated(item) > 1), Undefined.WithoutVariety(pairable, "with two ratings"));
    }

    private Estimate Votes(List<string> names, int labelled)
    {
        if (labelled < FewestLabelled) return Estimates.WithoutInterval(double.NaN, settings.Level, labelled, WithoutLabels);
        var ratings = table.Ratings([.. names, Clinicians], answer => !double.IsNaN(table.Clinicians[answer]), answer => [.. table.Marks[answer], table.Clinicians[answer]]);
        var complete = new CompleteRatings(ratings);
        var joint = new JointBootstrap(ratings.Units, settings, Purpose + 2, [new EffectiveVotes(complete, names.Count, standardise: false)], work);
        return joint.Estimate(0, ratings.Units.Among(ratings.IsComplete), Undefined.Votes(ratings, complete, standardise: false));
    }
}
