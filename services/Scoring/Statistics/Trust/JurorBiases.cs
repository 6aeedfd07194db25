using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>
/// What jurors add for answers of their own model, of their vendor's others and for length, each adjusted for the others, with tests by Student's t. Degrees of
/// freedom are one less than the clusters with, or without, such answers, whichever are fewer.
/// </summary>
internal sealed class JurorBiases
{
    private readonly JudgedTable table;
    private readonly double level;
    private readonly JurorTies ties;
    private readonly JurorRegression ofTies;
    private readonly JurorRegression? ofLength;

    internal JurorBiases(JudgedTable table, double level)
    {
        this.table = table;
        this.level = level;
        ties = new(table);
        int[] all = [.. Enumerable.Range(0, table.Answers.Length)];
        int[] known = [.. all.Where(answer => table.Answers[answer].Words > 0)];
        double[] lengths = [.. table.Answers.Select(answer => answer.Words > 0 ? Math.Log2(answer.Words) : 0)];
        ofLength = known.Length > 0 ? new(table, ties, known, lengths) : null;
        // Length is taken into account where every answer's is known.
        ofTies = ofLength is not null && known.Length == all.Length ? ofLength : new(table, ties, all, lengths: null);
    }

    internal JurorEffect SelfPreference(int juror) => table.Jurors[juror].Model.Length == 0
        ? None("The juror's model is not known.")
        : OfTie(juror, Tie.Model, ofTies.Self(juror), "its own model");

    internal JurorEffect SameVendor(int juror) => table.Jurors[juror].Vendor.Length == 0
        ? None("The vendor of the juror's model is not known.")
        : OfTie(juror, Tie.Vendor, ofTies.Vendor(juror), "other models of its vendor");

    /// <summary>A juror's slope less the mean slope of the others.</summary>
    internal JurorEffect Length(int juror)
    {
        if (ofLength is null) return None("How long the answers are is not known.");
        var jurors = table.Jurors.Length;
        int[] active = [.. Enumerable.Range(0, jurors).Where(j => ties.Clusters(j, Tie.None) + ties.Clusters(j, Tie.Model) + ties.Clusters(j, Tie.Vendor) > 0)];
        if (!active.Contains(juror) || ofLength.Clusters < 3) return None("Too few answers were rated by this juror and another.");
        var contrast = new double[4 * jurors];
        foreach (var other in active)
        {
            if (other == 0) continue;
            if (!ofLength.IsEstimable(ofLength.Length(other))) return None("Cannot be told from what else differs: answers hardly differ in length, or jurors rated too few together.");
            contrast[ofLength.Length(other)] = other == juror ? 1 : -1.0 / (active.Length - 1);
        }
        // Where the first juror did not rate, slopes are in comparison with none.
        return active[0] == 0 ? Effect(ofLength, contrast, ofLength.Clusters, ofLength.Clusters) : None("The first juror rated no answer together with another.");
    }

    private JurorEffect OfTie(int juror, Tie tie, int place, string whose)
    {
        var (tied, others) = (ties.Clusters(juror, tie), ties.Clusters(juror, Tie.None));
        if (tied < 2) return None($"Needs answers of {whose} to two instances or more that another juror rated too.");
        if (others < 2 || !ofTies.IsEstimable(place)) return None($"Cannot be told from severity and other biases: needs answers by others than {whose}, and other jurors without a tie to it.");
        var contrast = new double[4 * table.Jurors.Length];
        contrast[place] = 1;
        return Effect(ofTies, contrast, tied, others);
    }

    private JurorEffect Effect(JurorRegression regression, double[] contrast, int with, int without)
    {
        var (value, error) = regression.Of(contrast);
        if (double.IsNaN(error)) return new() { Effect = Estimates.WithoutInterval(value, level, with, "Rests on a single instance.") };
        var df = Math.Min(with, without) - 1;
        var half = StudentT.TwoSided(level, df) * error;
        return new() { Effect = Estimates.Of(value, value - half, value + half, level, IntervalMethod.T, with), P = StudentT.P(value, error, df) };
    }

    private JurorEffect None(string remark) => new() { Effect = Estimates.WithoutInterval(double.NaN, level, 0, remark) };
}
