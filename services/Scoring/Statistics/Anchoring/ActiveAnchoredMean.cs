using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Anchoring;

/// <summary>
/// The anchored mean where items were chosen for labelling with known, unequal probabilities (active inference, Zrnic and Candes 2024): weight x mean
/// of the judge over all items + mean, by inverse probabilities, of label - weight x judge over the labelled ones, divided by the sum of the inverses
/// (Hajek 1971), so that what the judge is off on average costs nothing. The variance is that of the units' linearised influence; the labelled part counts as
/// Kish's effective number of labels (Kish 1965).
/// </summary>
internal sealed class ActiveAnchoredMean
{
    private readonly EstimateAnchoredRequest request;
    private readonly Units units;
    private readonly int items;
    private readonly double[] weights;
    private readonly double[] judged;
    private readonly int labelledUnits;

    // Labelled units, were all as likely, that would weigh the same.
    private readonly double effective;

    internal ActiveAnchoredMean(EstimateAnchoredRequest request, Units units)
    {
        this.request = request;
        this.units = units;
        items = units.OfItem.Length;
        double[] inverse = [.. request.Inclusion.Select(inclusion => 1 / inclusion)];
        var total = ExactSum.Of(inverse);
        weights = [.. inverse.Select(weight => weight / total)];
        judged = [.. request.JudgedLabelled, .. request.JudgedUnlabelled];
        labelledUnits = units.Among(item => item < weights.Length);
        var ofUnits = new double[units.Count];
        for (var i = 0; i < weights.Length; i++) ofUnits[units.OfItem[i]] += weights[i];
        effective = 1 / ofUnits.Sum(weight => weight * weight);
    }

    internal EstimateAnchoredResponse With(double level)
    {
        var labels = Influence(request.Labels);
        var (weight, tuned, remark) = Weight();
        double[] residuals = [.. request.Labels.Zip(request.JudgedLabelled, (label, judge) => label - weight * judge)];
        var own = Influence(residuals);
        var others = OfAll(weight, 0, weights.Length);
        // The judge of a labelled item moves both parts, and the weight fits both to the labels at hand.
        for (var unit = 0; unit < own.Length; unit++) own[unit] += others[unit];
        others = OfAll(weight, weights.Length, items);
        var inflation = tuned ? WeightTuning.Inflation(effective) / (effective / (effective - 1)) : 1;
        var variance = Variance(own, others, inflation);
        var response = new EstimateAnchoredResponse
        {
            LabelsOnly = Estimate(Weighted(request.Labels), Variance(labels, null, 1), effective - 1, level, ""),
            JudgeOnly = new MeanEstimate(judged, units).WithT(level),
            Weight = weight,
            Bias = Estimate(Weighted(Differences), Variance(Influence(Differences), null, 1), effective - 1, level, ""),
            EffectiveLabels = weights.Length,
        };
        var value = Weighted(residuals) + weight * Mean.Of(judged);
        response.Anchored = Estimate(value, variance, tuned ? WeightTuning.DegreesOfFreedom(effective) : effective - 1, level, remark);
        var ofLabels = Variance(labels, null, 1);
        if (weight != 0 && variance > 0 && ofLabels > 0) response.EffectiveLabels = weights.Length * ofLabels / variance;
        if (Correlation() is var correlation && !double.IsNaN(correlation)) response.Correlation = correlation;
        return response;
    }

    private double[] Differences => [.. request.JudgedLabelled.Zip(request.Labels, (judge, label) => judge - label)];

    private (double Weight, bool Tuned, string Remark) Weight()
    {
        if (request.JudgedUnlabelled.Count == 0) return (0, false, "Every item has a label, so the judge adds nothing.");
        if (request.HasWeight) return (request.Weight, false, "");
        if (labelledUnits < WeightTuning.FewestLabelled || effective < WeightTuning.FewestLabelled)
            return (0, false, "The judge's weight needs at least four independent units with labels, weighing about the same: the labels stand alone.");
        var label = Influence(request.Labels);
        var judge = Influence(request.JudgedLabelled);
        var all = OfAll(1, 0, items);
        double products = 0, squares = 0;
        for (var unit = 0; unit < label.Length; unit++)
        {
            var moved = judge[unit] - all[unit];
            products += label[unit] * moved;
            squares += moved * moved;
        }
        return squares > 0 ? (products / squares, true, "") : (0, false, "The judge gives every item the same score and adds nothing.");
    }

    private double Weighted(IReadOnlyList<double> values) => ExactSum.Of(values.Zip(weights, (value, weight) => value * weight));

    // How far each unit moves the weighted mean.
    private double[] Influence(IReadOnlyList<double> values)
    {
        var influence = new double[units.Count];
        var mean = Weighted(values);
        var scale = effective > 1 ? Math.Sqrt(effective / (effective - 1)) : 0;
        for (var i = 0; i < weights.Length; i++) influence[units.OfItem[i]] += scale * weights[i] * (values[i] - mean);
        return influence;
    }

    private double[] OfAll(double weight, int from, int to)
    {
        var influence = new double[units.Count];
        var mean = Mean.Of(judged);
        for (var i = from; i < to; i++) influence[units.OfItem[i]] += weight * (judged[i] - mean) / items;
        return influence;
    }

    private static double Variance(double[] own, double[]? others, double inflation)
    {
        var scale = Math.Sqrt(inflation);
        var variance = 0.0;
        for (var unit = 0; unit < own.Length; unit++)
        {
            var moved = scale * own[unit] + (others is null ? 0 : others[unit]);
            variance += moved * moved;
        }
        return variance;
    }

    private Estimate Estimate(double value, double variance, double df, double level, string remark)
    {
        if (labelledUnits < 2 || !(df > 0)) return Estimates.WithoutInterval(value, level, labelledUnits, Joined(remark, Estimates.NeedsTwoUnits));
        var half = StudentT.TwoSided(level, df) * Math.Sqrt(variance);
        return Estimates.Of(value, value - half, value + half, level, IntervalMethod.T, labelledUnits, Joined(remark, variance == 0 ? "Labels do not vary, so the interval has no width; that does not make it certain." : ""));
    }

    private static string Joined(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first} {second}";

    private double Correlation()
    {
        var (labels, judge) = (Weighted(request.Labels), Weighted(request.JudgedLabelled));
        double products = 0, ofLabels = 0, ofJudge = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var (label, score) = (request.Labels[i] - labels, request.JudgedLabelled[i] - judge);
            products += weights[i] * label * score;
            ofLabels += weights[i] * label * label;
            ofJudge += weights[i] * score * score;
        }
        return ofLabels * ofJudge > 0 ? Math.Clamp(products / Math.Sqrt(ofLabels * ofJudge), -1, 1) : double.NaN;
    }
}
