using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Comparison;

namespace MedHelm.Scoring.Statistics.Planning;

/// <summary>
/// The smallest difference of paired means that n instances show with a given power at a given level: (z of the level, two-sided, shared by
/// the comparisons, + z of the power) x SD of the differences x sqrt(design effect / n), by the normal approximation. At 95% and
/// 80% the two are 1.96 and 0.8416, which MedHELM's paper rounds to 0.84. The design effect of clusters is Kish's (Kish 1965).
/// </summary>
internal sealed class ComparisonPlan
{
    private const int FewestInstances = 2;

    private readonly double quantiles;
    private readonly double designEffect;
    private readonly double deviation;
    private readonly double discordance;

    internal ComparisonPlan(PlanComparisonRequest request)
    {
        quantiles = DetectableDifference.Multiple(
            request.Level == 0 ? DetectableDifference.UsualLevel : request.Level,
            request.Power == 0 ? DetectableDifference.UsualPower : request.Power,
            Math.Max(1, request.Comparisons));
        designEffect = 1 + ((request.ClusterSize == 0 ? 1 : request.ClusterSize) - 1) * request.IntraclusterCorrelation;
        deviation = request.SdOfDifferences;
        discordance = request.Discordance;
    }

    /// <summary>The plan for a given difference, or for given instances where the difference is 0.</summary>
    internal PlanComparisonResponse For(int instances, double difference)
    {
        var n = difference > 0 ? (int)Instances(difference) : instances;
        return new() { Instances = n, Difference = Difference(n), DesignEffect = designEffect };
    }

    /// <summary>
    /// The smallest difference. A share d of discordant pairs has the SD sqrt(d - difference^2), which makes the difference the root
    /// of d x q / (1 + q), q the squared quantiles times the design effect over n; above d none can be.
    /// </summary>
    internal double Difference(double instances)
    {
        var squared = quantiles * quantiles * designEffect / instances;
        return discordance > 0 ? Math.Sqrt(discordance * squared / (1 + squared)) : deviation * Math.Sqrt(squared);
    }

    /// <summary>The fewest instances that show the difference; may be beyond any number of them.</summary>
    internal double Instances(double difference)
    {
        var variance = discordance > 0 ? Math.Max(0, discordance - difference * difference) : deviation * deviation;
        var exact = quantiles * quantiles * designEffect * variance / (difference * difference);
        // Rounding must not ask for one instance more than the difference that a whole number shows needs.
        return Math.Max(FewestInstances, Math.Ceiling(exact * (1 - 1e-12)));
    }
}
