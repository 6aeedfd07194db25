using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;

namespace MedHelm.Scoring.Statistics.Anchoring;

/// <summary>
/// How many labels an anchored mean of a wanted half-width needs: the interval of <see cref="AnchoredMean"/> with the SD and correlation
/// that are expected put in, every item being judged. More labels never widen it from the fewest that a weight can be tuned on.
/// </summary>
internal sealed class LabelPlan(int items, double deviation, double correlation, double level)
{
    internal PlanLabelsResponse For(double halfWidth)
    {
        var response = new PlanLabelsResponse { SmallestHalfWidth = LabelsAlone(items) };
        if (Fewest(halfWidth, HalfWidth) is { } labels) response.Labels = labels;
        if (Fewest(halfWidth, LabelsAlone) is { } alone) response.LabelsWithoutJudge = alone;
        return response;
    }

    /// <summary>Half-width with that many labels, at least two.</summary>
    internal double HalfWidth(int labels)
    {
        var others = items - labels;
        if (labels < WeightTuning.FewestLabelled || others < WeightTuning.FewestUnlabelled) return LabelsAlone(labels);
        // The best weight is this share of the slope of labels on scores: the fewer items lack a label, the less the judge can add.
        var share = correlation * others / items;
        var residual = 1 - 2 * correlation * share + share * share;
        // The residuals of a fitted weight come out smaller than those of the best one, by one degree of freedom.
        var expected = (labels - 2.0) / (labels - 1);
        var variance = WeightTuning.Inflation(labels) * expected * residual / labels + share * share / others;
        return StudentT.TwoSided(level, WeightTuning.DegreesOfFreedom(labels)) * deviation * Math.Sqrt(variance);
    }

    /// <summary>Half-width of the mean of that many labels alone, at least two.</summary>
    internal double LabelsAlone(int labels) => StudentT.TwoSided(level, labels - 1) * deviation / Math.Sqrt(labels);

    private int? Fewest(double wanted, Func<int, double> halfWidth)
    {
        // Below the fewest that a weight is tuned on, and above the last that leaves a judge anything to add, the labels stand alone.
        var tunedFrom = Math.Min(WeightTuning.FewestLabelled, items);
        for (var labels = 2; labels < tunedFrom; labels++)
            if (halfWidth(labels) <= wanted) return labels;
        var low = tunedFrom;
        var high = Math.Max(low, items - WeightTuning.FewestUnlabelled);
        if (halfWidth(high) <= wanted)
        {
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                if (halfWidth(middle) <= wanted) high = middle;
                else low = middle + 1;
            }
            return low;
        }
        for (var labels = high + 1; labels <= items; labels++)
            if (halfWidth(labels) <= wanted) return labels;
        return null;
    }
}
