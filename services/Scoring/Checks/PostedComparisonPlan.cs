using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Planning;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks what is known before a comparison.</summary>
internal static class PostedComparisonPlan
{
    private const int MostComparisons = 1_000_000;

    internal static ComparisonPlan Check(PlanComparisonRequest request)
    {
        var violations = new Violations();
        PostedNumbers.RequireBetween(request.SdOfDifferences, 0, PostedNumbers.Largest, "sd_of_differences", violations);
        PostedNumbers.RequireBetween(request.Discordance, 0, 1, "discordance", violations);
        violations.Require(request.SdOfDifferences == 0 != (request.Discordance == 0), "sd_of_differences", "must be given, or discordance in its place, and not both");
        violations.Require(request.Instances is 0 or >= 2, "instances", string.Create(CultureInfo.InvariantCulture, $"must be at least 2, or 0 to ask for them, was {request.Instances}"));
        PostedNumbers.RequireBetween(request.Difference, 0, PostedNumbers.Largest, "difference", violations);
        violations.Require(request.Instances == 0 != (request.Difference == 0), "difference", "must be given, or instances in its place, and not both");
        violations.Require(request.Discordance == 0 || !(request.Difference > request.Discordance), "difference", $"must be at most the share of pairs that differ, {PostedNumbers.Text(request.Discordance)}, was {PostedNumbers.Text(request.Difference)}");
        violations.Require(request.Power is 0 or (>= 0.5 and <= 0.9999), "power", $"must be 0.5 to 0.9999, or 0 for 0.8, was {PostedNumbers.Text(request.Power)}");
        PostedNumbers.Level(request.Level, "level", violations);
        violations.Require(request.Comparisons is >= 0 and <= MostComparisons, "comparisons", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostComparisons}, or 0 for 1, was {request.Comparisons}"));
        violations.Require(request.ClusterSize is 0 or (>= 1 and <= PostedNumbers.Largest), "cluster_size", $"must be at least 1, or 0 for 1, was {PostedNumbers.Text(request.ClusterSize)}");
        PostedNumbers.RequireBetween(request.IntraclusterCorrelation, 0, 1, "intracluster_correlation", violations);
        violations.ThrowIfAny();

        var plan = new ComparisonPlan(request);
        if (request.Difference > 0)
        {
            violations.Require(plan.Instances(request.Difference) <= int.MaxValue, "difference", $"would need more than {int.MaxValue} instances, was {PostedNumbers.Text(request.Difference)}");
        }
        else
        {
            violations.Require(request.Discordance == 0 || plan.Difference(request.Instances) <= request.Discordance, "instances", string.Create(CultureInfo.InvariantCulture, $"must be at least {plan.Instances(request.Discordance)} for a share of {request.Discordance} to show any difference, was {request.Instances}"));
        }
        violations.ThrowIfAny();
        return plan;
    }
}
