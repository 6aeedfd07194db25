using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>Each juror's severity, biases and agreement with clinicians.</summary>
internal sealed class JurorReports(JudgedTable table, ResamplingSettings settings, ParallelOptions work)
{
    private const ulong Purpose = 0x70;

    internal IReadOnlyList<JurorMeasures> Of()
    {
        var biases = new JurorBiases(table, settings.Level);
        List<JurorMeasures> jurors =
        [
            .. table.Jurors.Select((juror, place) => new JurorMeasures
            {
                Juror = juror.Name,
                Verdicts = table.Marks.Count(marks => !double.IsNaN(marks[place])),
                Severity = Severity(place),
                SelfPreference = biases.SelfPreference(place),
                SameVendor = biases.SameVendor(place),
                Length = biases.Length(place),
                WithClinicians = WithClinicians(place),
            }),
        ];
        Correct([.. jurors.SelectMany(juror => new[] { juror.SelfPreference, juror.SameVendor, juror.Length })]);
        foreach (var juror in jurors) juror.Severity.Detected = juror.Severity.HasP && juror.Severity.P < 1 - settings.Level;
        return jurors;
    }

    private void Correct(JurorEffect[] effects)
    {
        var corrected = Corrections.Holm([.. effects.Select(effect => effect.HasP ? effect.P : double.NaN)]);
        for (var i = 0; i < effects.Length; i++)
        {
            if (double.IsNaN(corrected[i])) continue;
            effects[i].PCorrected = corrected[i];
            effects[i].Detected = corrected[i] < 1 - settings.Level;
        }
    }

    private JurorEffect Severity(int juror)
    {
        var differences = new List<double>();
        var clusters = new List<string>();
        for (var answer = 0; answer < table.Answers.Length; answer++)
        {
            double[] others = [.. table.Marks[answer].Where((mark, place) => place != juror && !double.IsNaN(mark))];
            if (others.Length == 0 || double.IsNaN(table.Marks[answer][juror])) continue;
            differences.Add(table.Marks[answer][juror] - Mean.Of(others));
            clusters.Add(table.Answers[answer].Cluster);
        }
        if (differences.Count == 0) return new() { Effect = Estimates.WithoutInterval(double.NaN, settings.Level, 0, "No answer was rated by this juror and another.") };
        var mean = new MeanEstimate(differences, Units.Of(differences.Count, clusters));
        var effect = new JurorEffect { Effect = mean.WithT(settings.Level) };
        if (mean.StandardError is { } error) effect.P = StudentT.P(mean.Value, error, mean.Units - 1);
        return effect;
    }

    private Estimate WithClinicians(int juror)
    {
        var ratings = table.Ratings(
            [table.Jurors[juror].Name, "clinicians"],
            answer => !double.IsNaN(table.Marks[answer][juror]) && !double.IsNaN(table.Clinicians[answer]),
            answer => [table.Marks[answer][juror], table.Clinicians[answer]]);
        if (ratings.Items < TrustMeasures.FewestLabelled) return Estimates.WithoutInterval(double.NaN, settings.Level, ratings.Items, "Needs at least three answers of this juror that clinicians rated.");
        var complete = new CompleteRatings(ratings);
        var correlation = new IntraclassCorrelation(complete, standardise: true);
        var joint = new JointBootstrap(ratings.Units, settings, Purpose, [correlation], work);
        var icc = IccEstimates.Of(correlation, complete, ratings, joint, ratings.Units.Count, standardise: true, settings.Level).Single(estimate => estimate.Form == IccForm.TwoWayMixed);
        // F takes answers as independent, which those of one cluster are not.
        return ratings.Units.HasClusters ? icc.ByBootstrap : icc.ByF;
    }
}
