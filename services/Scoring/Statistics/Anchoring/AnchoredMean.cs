using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Anchoring;

/// <summary>
/// The mean that labels of all items would have, from a judge's scores of all and labels of some: prediction-powered inference
/// (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023) with the weight of the judge that makes the variance smallest (PPI++;
/// Angelopoulos, Duchi and Zrnic 2023). Labelled items must be a random choice of all, or say how likely each was chosen (<see cref="ActiveAnchoredMean"/>). The items are taken as a sample too,
/// so the interval is about the mean of all such items and keeps a width when every item is labelled. Intervals by Student's t over independent units, see <see cref="WeightTuning"/>.
/// </summary>
internal static class AnchoredMean
{
    internal static EstimateAnchoredResponse Of(EstimateAnchoredRequest request, double level)
    {
        if (request.Inclusion.Count > 0) return new ActiveAnchoredMean(request, UnitsOf(request)).With(level);
        var labelled = request.Labels.Count;
        var units = UnitsOf(request);
        var influence = new Influence(units, request.Labels, request.JudgedLabelled, request.JudgedUnlabelled);
        Units ofLabelled = Units.Of(labelled, request.LabelledClusters);
        var labels = new MeanEstimate(request.Labels, ofLabelled);
        var bias = new MeanEstimate([.. request.JudgedLabelled.Zip(request.Labels, (judged, label) => judged - label)], ofLabelled);
        var judge = new MeanEstimate([.. request.JudgedLabelled, .. request.JudgedUnlabelled], units);
        var (weight, tuned, remark) = Weight(request, influence);
        var variance = influence.Variance(weight, tuned ? WeightTuning.Inflation(influence.Labelled) : 1);
        var response = new EstimateAnchoredResponse
        {
            Anchored = weight == 0 ? labels.WithT(level) : Anchored(request, influence, weight, tuned, Math.Sqrt(variance), level),
            LabelsOnly = labels.WithT(level),
            JudgeOnly = judge.WithT(level),
            Weight = weight,
            Bias = bias.WithT(level),
            EffectiveLabels = weight != 0 && variance > 0 && labels.StandardError is { } error ? labelled * error * error / variance : labelled,
        };
        if (remark.Length > 0) response.Anchored.Remark = response.Anchored.Remark.Length == 0 ? remark : $"{remark} {response.Anchored.Remark}";
        if (Correlation(request) is var correlation && !double.IsNaN(correlation)) response.Correlation = correlation;
        return response;
    }

    private static Estimate Anchored(EstimateAnchoredRequest request, Influence influence, double weight, bool tuned, double error, double level)
    {
        var value = Mean.Of(request.Labels) + weight * (Mean.Of(request.JudgedUnlabelled) - Mean.Of(request.JudgedLabelled));
        if (Math.Min(influence.Labelled, influence.Others) < 2) return Estimates.WithoutInterval(value, level, influence.Labelled, "An interval needs at least two independent units with labels and two without.");
        var df = tuned ? WeightTuning.DegreesOfFreedom(influence.Labelled) : Math.Min(influence.Labelled, influence.Others) - 1;
        var half = StudentT.TwoSided(level, df) * error;
        return Estimates.Of(value, value - half, value + half, level, IntervalMethod.T, influence.Labelled, error == 0 ? "Labels and judge do not vary, so the interval has no width; that does not make it certain." : "");
    }

    private static (double Weight, bool Tuned, string Remark) Weight(EstimateAnchoredRequest request, Influence influence)
    {
        if (request.JudgedUnlabelled.Count == 0) return (0, false, "Every item has a label, so the judge adds nothing.");
        if (request.HasWeight) return (request.Weight, false, "");
        if (influence.Labelled < WeightTuning.FewestLabelled) return (0, false, "The judge's weight needs at least four independent units with labels: the labels stand alone.");
        if (influence.Others < WeightTuning.FewestUnlabelled) return (0, false, "The judge's weight needs at least two independent units without labels: the labels stand alone.");
        var best = influence.BestWeight();
        return double.IsNaN(best) ? (0, false, "The judge gives every item the same score and adds nothing.") : (best, true, "");
    }

    private static double Correlation(EstimateAnchoredRequest request)
    {
        var labels = Mean.Of(request.Labels);
        var judged = Mean.Of(request.JudgedLabelled);
        var products = ExactSum.Of(request.Labels.Zip(request.JudgedLabelled, (label, judge) => (label - labels) * (judge - judged)));
        var squares = ExactSum.Of(request.Labels.Select(label => (label - labels) * (label - labels))) * ExactSum.Of(request.JudgedLabelled.Select(judge => (judge - judged) * (judge - judged)));
        return squares > 0 ? Math.Clamp(products / Math.Sqrt(squares), -1, 1) : double.NaN;
    }

    private static Units UnitsOf(EstimateAnchoredRequest request)
    {
        var unlabelled = request.JudgedUnlabelled.Count;
        if (request.LabelledClusters.Count + request.UnlabelledClusters.Count == 0) return Units.Of(request.Labels.Count + unlabelled, []);
        IEnumerable<string> labelled = request.LabelledClusters.Count > 0 ? request.LabelledClusters : Enumerable.Repeat("", request.Labels.Count);
        IEnumerable<string> others = request.UnlabelledClusters.Count > 0 ? request.UnlabelledClusters : Enumerable.Repeat("", unlabelled);
        return Units.Of(request.Labels.Count + unlabelled, [.. labelled, .. others]);
    }
}
