using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Anchoring;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks scores and labels before a mean is anchored, and what is known before labels are bought.</summary>
internal static class PostedLabels
{
    private const int Most = 1_000_000;
    private const int MostPlanned = 1_000_000_000;
    private const double LargestWeight = 1e6;

    /// <summary>Gives the confidence level.</summary>
    internal static double Check(EstimateAnchoredRequest request)
    {
        var violations = new Violations();
        violations.Require(request.Labels.Count is >= 1 and <= Most, "labels", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Most}, were {request.Labels.Count}"));
        violations.Require(request.JudgedLabelled.Count == request.Labels.Count, "judged_labelled", string.Create(CultureInfo.InvariantCulture, $"must be as many as labels ({request.Labels.Count}), were {request.JudgedLabelled.Count}"));
        violations.Require(request.JudgedUnlabelled.Count <= Most, "judged_unlabelled", string.Create(CultureInfo.InvariantCulture, $"must be at most {Most}, were {request.JudgedUnlabelled.Count}"));
        PostedNumbers.RequireUsable(request.Labels, "labels", violations);
        PostedNumbers.RequireUsable(request.JudgedLabelled, "judged_labelled", violations);
        PostedNumbers.RequireUsable(request.JudgedUnlabelled, "judged_unlabelled", violations);
        PostedNumbers.RequireAsMany(request.LabelledClusters.Count, request.Labels.Count, "labelled_clusters", "labels", violations);
        PostedNumbers.RequireAsMany(request.UnlabelledClusters.Count, request.JudgedUnlabelled.Count, "unlabelled_clusters", "judged_unlabelled", violations);
        PostedNumbers.RequireAsMany(request.Inclusion.Count, request.Labels.Count, "inclusion", "labels", violations);
        for (var i = 0; i < request.Inclusion.Count; i++) PostedNumbers.RequireInclusion(request.Inclusion[i], mayBeAbsent: false, $"inclusion[{i}]", violations);
        if (request.HasWeight) PostedNumbers.RequireBetween(request.Weight, -LargestWeight, LargestWeight, "weight", violations);
        var level = PostedNumbers.Level(request.Level, "level", violations);
        violations.ThrowIfAny();
        return level;
    }

    internal static LabelPlan Check(PlanLabelsRequest request)
    {
        var violations = new Violations();
        violations.Require(request.HalfWidth is > 0 and <= PostedNumbers.Largest, "half_width", $"must be above 0 and at most {PostedNumbers.Text(PostedNumbers.Largest)}, was {PostedNumbers.Text(request.HalfWidth)}");
        violations.Require(request.Items is >= 2 and <= MostPlanned, "items", string.Create(CultureInfo.InvariantCulture, $"must be 2 to {MostPlanned}, was {request.Items}"));
        violations.Require(request.SdOfLabels is > 0 and <= PostedNumbers.Largest, "sd_of_labels", $"must be above 0 and at most {PostedNumbers.Text(PostedNumbers.Largest)}, was {PostedNumbers.Text(request.SdOfLabels)}");
        PostedNumbers.RequireBetween(request.Correlation, -1, 1, "correlation", violations);
        var level = PostedNumbers.Level(request.Level, "level", violations);
        violations.ThrowIfAny();
        return new(request.Items, request.SdOfLabels, request.Correlation, level);
    }
}
